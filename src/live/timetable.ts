import type { Announcement } from '../knowledge/announcement.js';

/** What may be quoted from one moment until the next change; `[from, until)` in milliseconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly visible: readonly Announcement[];
  /** Those that were visible and are no longer. */
  readonly expired: readonly Announcement[];
}

/** What may be quoted at a moment, and for how long that holds; with `preview` also what is not yet published. */
export function stretchAt(
  announcements: readonly Announcement[],
  now: number,
  preview: boolean,
): Stretch {
  const changes = announcements
    .flatMap(({ publishAt, expiresAt }) => [preview ? undefined : publishAt, expiresAt])
    .filter((at) => at !== undefined);
  const isOver = ({ expiresAt = Number.POSITIVE_INFINITY }: Announcement) => expiresAt <= now;
  const isOut = ({ publishAt = Number.NEGATIVE_INFINITY }: Announcement) =>
    preview || publishAt <= now;
  return {
    from: Math.max(Number.NEGATIVE_INFINITY, ...changes.filter((at) => at <= now)),
    until: Math.min(Number.POSITIVE_INFINITY, ...changes.filter((at) => at > now)),
    visible: announcements.filter((one) => isOut(one) && !isOver(one)),
    expired: announcements.filter(isOver),
  };
}
