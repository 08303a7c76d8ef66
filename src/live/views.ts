import type { Lessons, TeachableBot } from '../bot/bot.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { Search } from '../search/search.js';
import { type Stretch, stretchAt } from './timetable.js';

/** A bot over exactly the announcements that may be quoted: what is not in its index cannot leak from it. */
export interface View {
  readonly bot: TeachableBot;
  readonly search: Search;
}

/** Views of the same announcements over time. */
export interface Views {
  /** The view that holds now; the clock is read at every call. */
  at(preview: boolean): View;
  /** Teaches every view, also those that are built from now on, what concerns its announcements. */
  teach(lessons: Lessons): void;
  /** Resolves when the view of now and that of the next change are built. */
  prepare(): Promise<void>;
  /** Ends the timer of the next change. */
  close(): void;
}

/** What views are made with. */
export interface ViewOptions {
  readonly announcements: readonly Announcement[];
  /** What is shown where there is nothing to show. */
  readonly nothing: View;
  readonly build: (stretch: Pick<Stretch, 'visible' | 'expired'>) => Promise<View>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether anybody may see what is not yet published; without, `at(true)` is `at(false)`. */
  readonly preview: boolean;
  readonly onError: (error: unknown) => void;
}

interface BuiltView {
  /** Ids. */
  readonly visible: ReadonlySet<string>;
  readonly view: View;
}

/** The longest that a timer can wait: a longer time would make it fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Makes views, the one of the next change ahead of its time, so that it holds to the millisecond. Should the
 * clock jump past it, the largest view that shows nothing it must not stands in until the right one is built.
 */
export async function createViews(options: ViewOptions): Promise<Views> {
  const { announcements, nothing, now, onError } = options;
  const modes = options.preview ? [false, true] : [false];
  const views = new Map<string, BuiltView>();
  const building = new Map<string, Promise<void>>();
  const held = new Map<boolean, Stretch & { readonly view: View }>();
  let lessons: Lessons | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const build = async (key: string, stretch: Stretch): Promise<void> => {
    const view = await options.build(stretch);
    const built = { visible: new Set(stretch.visible.map(({ id }) => id)), view };
    if (lessons !== undefined) teachView(built, lessons);
    views.set(key, built);
  };
  const ensure = (stretch: Stretch): Promise<void> => {
    const key = keyOf(stretch);
    if (views.has(key)) return Promise.resolve();
    const begun = building.get(key) ?? build(key, stretch).finally(() => building.delete(key));
    building.set(key, begun);
    return begun;
  };

  const prepare = async (): Promise<void> => {
    const stretches = modes.map((mode) => stretchAt(announcements, now(), mode));
    const nextChange = Math.min(...stretches.map(({ until }) => until));
    const next = Number.isFinite(nextChange)
      ? modes.map((mode) => stretchAt(announcements, nextChange, mode))
      : [];
    const wanted = [...stretches, ...next];
    // One after the other: each takes the whole processor.
    for (const stretch of wanted) await ensure(stretch);
    const keys = new Set(wanted.map(keyOf));
    for (const key of views.keys()) if (!keys.has(key)) views.delete(key);
    clearTimeout(timer);
    if (isClosed || !Number.isFinite(nextChange)) return;
    timer = setTimeout(prepareSoon, Math.min(MAX_TIMER_MS, Math.max(0, nextChange - now())));
    timer.unref();
  };
  const prepareSoon = (): void => {
    prepare().catch(onError);
  };

  const standIn = ({ visible }: Stretch): View => {
    const allowed = new Set(visible.map(({ id }) => id));
    const safe = [...views.values()].filter((candidate) =>
      [...candidate.visible].every((id) => allowed.has(id)),
    );
    return safe.sort((a, b) => b.visible.size - a.visible.size)[0]?.view ?? nothing;
  };

  await prepare();
  return {
    at: (preview) => {
      const mode = preview && options.preview;
      const time = now();
      const known = held.get(mode);
      if (known !== undefined && known.from <= time && time < known.until) return known.view;
      const stretch = stretchAt(announcements, time, mode);
      const view = views.get(keyOf(stretch))?.view;
      prepareSoon();
      if (view === undefined) return standIn(stretch);
      held.set(mode, { ...stretch, view });
      return view;
    },
    teach: (taught) => {
      lessons = taught;
      for (const view of views.values()) teachView(view, taught);
    },
    prepare,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** A lesson about an announcement that a view does not show would show what it says. */
function teachView({ visible, view }: BuiltView, { curated, aliases }: Lessons): void {
  const isShown = ({ announcement }: Lessons['curated'][number]) =>
    announcement === undefined || visible.has(announcement);
  view.bot.teach({ curated: curated.filter(isShown), aliases });
}

function keyOf({ visible, expired }: Stretch): string {
  return JSON.stringify([visible, expired].map((list) => list.map(({ id }) => id)));
}
