import * as v from 'valibot';

/** What a message of Herald's answers: the work that was accepted, and which message of the reply it is. */
export interface Mark {
  readonly work: string;
  readonly part: number;
}

const EVENT_TYPE = 'herald_reply';

const metadataSchema = v.object({
  event_type: v.literal(EVENT_TYPE),
  event_payload: v.object({ work: v.string(), part: v.number() }),
});

/** A mark as message metadata: readers do not see it, and it can be found again where the thread may be read. */
export function toMetadata({ work, part }: Mark) {
  return { event_type: EVENT_TYPE, event_payload: { work, part } };
}

/** The inverse of {@link toMetadata}; `undefined` for anything else. */
export function readMark(metadata: unknown): Mark | undefined {
  const parsed = v.safeParse(metadataSchema, metadata);
  return parsed.success ? parsed.output.event_payload : undefined;
}
