import { diffWordsWithSpace } from 'diff';
import type { Passage } from '../knowledge/announcement.js';
import type { PassageChange } from '../knowledge/diff.js';

const CONTEXT = 40;

/** What changed between two revisions as lines for the terminal; kept passages are left out. */
export function describeChanges(changes: readonly PassageChange[]): readonly string[] {
  return changes.filter(({ kind }) => kind !== 'kept').map(describeChange);
}

function describeChange(change: PassageChange): string {
  switch (change.kind) {
    case 'kept':
      return `kept    ¶ ${change.after.number}`;
    case 'moved':
      return `moved   ¶ ${change.before.number} to ¶ ${change.after.number}  ${abridge(change.after)}`;
    case 'added':
      return `added   ¶ ${change.after.number}  ${abridge(change.after)}`;
    case 'removed':
      return `removed ¶ ${change.before.number}  ${abridge(change.before)}`;
    case 'edited':
      return `edited  ${numbers(change.before, change.after)}  ${wordChanges(change.before.text, change.after.text)}`;
  }
}

/** The changed words between brackets, `[-old-]{+new+}`, with a little of what stands around them. */
function wordChanges(before: string, after: string): string {
  return diffWordsWithSpace(line(before), line(after))
    .map(({ value, added, removed }, index, all) => {
      if (added) return `{+${value}+}`;
      if (removed) return `[-${value}-]`;
      if (value.length <= 2 * CONTEXT) return value;
      const head = index === 0 ? '' : value.slice(0, CONTEXT);
      const tail = index === all.length - 1 ? '' : value.slice(-CONTEXT);
      return `${head} … ${tail}`.trim() === '…' ? '…' : `${head} … ${tail}`;
    })
    .join('');
}

function numbers(before: Passage, after: Passage): string {
  return before.number === after.number
    ? `¶ ${after.number}`
    : `¶ ${before.number}, now ¶ ${after.number}`;
}

function abridge({ text }: Passage): string {
  const words = line(text);
  return words.length <= 2 * CONTEXT ? words : `${words.slice(0, 2 * CONTEXT)}…`;
}

function line(text: string): string {
  return text.replace(/\s+/g, ' ');
}
