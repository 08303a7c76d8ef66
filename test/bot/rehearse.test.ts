import { describe, expect, test } from 'vitest';
import { createBot } from '../../src/bot/create-bot.js';
import { draftRehearsal } from '../../src/bot/draft-rehearsal.js';
import { gateFaults, isMiss, marksOf, REHEARSAL_DEPTH, rehearse } from '../../src/bot/rehearse.js';
import type { Announcement } from '../../src/knowledge/announcement.js';
import { readAnnouncement } from '../../src/knowledge/read.js';
import type { RehearsedQuestion } from '../../src/knowledge/rehearsal.js';
import { createSearch } from '../../src/search/search.js';

const FAIR = `---
aliases:
  gate: [entrance]
publish: gated
min_p1: 0.8
---
# The fair

The Riverside Fair opens on 3 May 2027.

Tickets are ten euros at the gate.

And now to something that everybody has been waiting for.
`;

function read(text: string): Announcement {
  const result = readAnnouncement({ id: 'fair', file: 'fair.md', extension: '.md' }, text);
  if (!result.ok) throw new Error(result.faults[0]?.message);
  return result.announcement;
}
const fair = read(FAIR);
const bot = createBot([fair], await createSearch([fair]), { limit: REHEARSAL_DEPTH });
const question = (text: string, ...gold: readonly number[]): RehearsedQuestion => ({
  id: text,
  question: text,
  gold,
  kind: gold.length > 0 ? 'answerable' : 'off_topic',
});

describe('a rehearsal', () => {
  const trials = rehearse(bot, [
    question('What do tickets cost?', 2),
    question('When does the fair open?', 2),
    question('Who won the match last night?'),
  ]);

  test('marks what came first, what came at all, and what was answered wrongly', () => {
    expect(marksOf(trials)).toMatchObject({
      answerable: 2,
      p1: 0.5,
      wrongAnswers: 0,
      wrongRefusals: 0,
    });
    expect(trials.filter(isMiss).map(({ asked }) => asked.id)).toEqual([
      'When does the fair open?',
    ]);
  });

  test('below its marks keeps a gated announcement from going live, and says why', () => {
    expect(gateFaults(fair, trials)).toEqual([
      {
        file: 'fair.md',
        line: 1,
        message: 'it is gated, and its rehearsal falls short: P@1 50.0% is below 80.0%',
        fix: 'See what misses with herald check; improve the text, its aliases or the rehearsal.',
      },
    ]);
    expect(gateFaults(fair, trials.slice(0, 1))).toEqual([]);
    expect(gateFaults({ file: 'open.md' }, trials)).toEqual([]);
  });

  test('that is missing keeps it from going live too', () => {
    expect(gateFaults(fair, [])).toMatchObject([
      {
        message: 'it is gated, and there is no rehearsal to judge it by',
        fix: 'Draft one with herald rehearse, or remove "publish: gated".',
      },
    ]);
  });
});

describe('a drafted rehearsal', () => {
  const draft = draftRehearsal(fair);
  const about = (passage: number) =>
    draft.filter(({ gold }) => gold.includes(passage)).map((drafted) => drafted.question);

  test('asks every passage what its sentences answer', () => {
    expect(about(1)).toContain('Who or what opens on 3 May 2027?');
    expect(about(1)).toContain('When: The Riverside Fair opens …?');
    expect(about(2)).toContain('Who or what are ten euros at the gate?');
    expect(about(3)).toContain(
      'Is it true that and now to something that everybody has been waiting for?',
    );
  });

  test('asks once more with a slip of the finger, and by what people call things', () => {
    expect(about(3)).toContain(
      'Is it true that and now to somtehing that everybody has been waiting for?',
    );
    expect(about(2)).toContain('Who or what are ten euros at the entrance?');
  });

  test('holds what is not answered, and asks nothing twice', () => {
    expect(draft.filter(({ kind }) => kind === 'off_topic').length).toBe(2);
    const questions = draft.map((drafted) => drafted.question);
    expect(new Set(questions).size).toBe(questions.length);
  });

  test('is mostly answered by what it was drafted from', () => {
    expect(marksOf(rehearse(bot, draft)).p3).toBeGreaterThan(0.8);
  });
});
