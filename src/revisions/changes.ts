import type { PresentRevision } from '../bot/bot.js';
import { diffPassages } from '../knowledge/diff.js';
import type { Revision } from './history.js';

/** The newest of an announcement's revisions (oldest first) and what it changed; `undefined` for none. */
export function presentRevision(revisions: readonly Revision[]): PresentRevision | undefined {
  const now = revisions.at(-1);
  const before = revisions.at(-2);
  if (now === undefined) return undefined;
  const { since } = now;
  if (before === undefined) return { since };
  const changes = diffPassages(before.announcement.passages, now.announcement.passages);
  return {
    since,
    changes: {
      added: changes.flatMap((change) => (change.kind === 'added' ? [change.after] : [])),
      edited: changes.flatMap((change) =>
        change.kind === 'edited' ? [{ before: change.before, after: change.after }] : [],
      ),
      removed: changes.flatMap((change) => (change.kind === 'removed' ? [change.before] : [])),
    },
  };
}
