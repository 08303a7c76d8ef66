import * as v from 'valibot';

const addressSchema = v.object({
  announcement: v.string(),
  revision: v.string(),
  passage: v.number(),
  start: v.number(),
  end: v.number(),
});

const shownSchema = v.variant('show', [
  v.object({ show: v.literal('page'), answer: v.string(), page: v.number() }),
  v.object({ show: v.literal('around'), answer: v.string(), ...addressSchema.entries }),
]);

/** What a message shows, small enough to travel in a button: a page of an answer, or the text around an excerpt. */
export type Shown = v.InferOutput<typeof shownSchema>;

/** The text around an excerpt. */
export type ShownAround = Extract<Shown, { show: 'around' }>;

/** The value of a button that shows or shares this; see {@link readShown}. */
export function writeShown(shown: Shown): string {
  return JSON.stringify(shown);
}

/** The inverse of {@link writeShown}; `undefined` for anything else. */
export function readShown(value: unknown): Shown | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), shownSchema), value);
  return parsed.success ? parsed.output : undefined;
}
