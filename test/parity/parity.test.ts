import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadBot } from '../../src/load-bot.js';
import { startDiscord } from './discord.js';
import type { Platform, Step } from './platform.js';
import { findDifferences, type Played, play } from './play.js';
import { startSlack } from './slack.js';
import { startTerminal } from './terminal.js';
import { startWeb } from './web.js';

/** The announcement that Herald ships, and one of which every part would be markup, or is long. */
const TRANSCRIPTS = [
  { file: 'transcript.jsonl', knowledgeDir: 'knowledge' },
  { file: 'markup.jsonl', knowledgeDir: 'test/parity/markup' },
];

const REASON = 'The year is missing.';
const STATEMENT = {
  question: 'When will the shares be listed?',
  statement: {
    text: 'No date has been <set> for *that*.',
    approver: 'Press office',
    date: '2026-10-28',
  },
};

describe.each(TRANSCRIPTS)('$file, run through every platform', ({ file, knowledgeDir }) => {
  const steps = readSteps(file);
  let platforms: readonly Platform[] = [];
  let played: readonly Played[] = [];
  const of = (name: string): Played => {
    const found = played.find((one) => one.name === name);
    if (found === undefined) throw new Error(`the transcript was not run through ${name}`);
    return found;
  };
  beforeAll(async () => {
    const { bot } = await loadBot({
      knowledgeDir,
      thresholds: { answer: 0.55, closest: 0.25 },
      contact: 'https://example.com/press?from=herald',
    });
    bot.teach({ curated: [STATEMENT], aliases: [] });
    platforms = await Promise.all([
      startSlack(bot, REASON),
      startDiscord(bot, REASON),
      startTerminal(bot),
      startWeb(bot),
    ]);
    played = await Promise.all(platforms.map((platform) => play(steps, platform)));
  });
  afterAll(() => Promise.all(platforms.map((platform) => platform.close())));

  test.each(['Discord', 'the terminal', "the page's API"])(
    'shows the same in Slack and %s: outcomes, excerpts, their order and their marks',
    (name) => {
      expect(findDifferences(steps, of('Slack'), of(name)).join('\n\n')).toBe('');
    },
  );

  test('leaves the same behind: questions, outcomes and votes', async () => {
    const [slack, discord, terminal, web] = await Promise.all(platforms.map(kept));
    const asked = steps.map((step) =>
      'ask' in step ? step.ask : 'follow' in step ? step.follow : undefined,
    );
    expect(discord).toEqual(slack);
    expect(terminal?.questions).toEqual(slack?.questions);
    expect(web?.questions).toEqual(slack?.questions.filter(({ text }) => asked.includes(text)));
    expect(new Set(slack?.questions.map(({ outcome }) => outcome))).toEqual(
      new Set(['answer', 'closest', 'not-covered']),
    );
  });

  test('presses every button, More and Around this until there is no more', () => {
    const { outcomes } = of('Slack');
    const pressed = steps.flatMap((step, index) =>
      'press' in step && outcomes[index]?.at(-1) !== 'no button' ? [step] : [],
    );
    expect(new Set(pressed.map(({ press }) => press))).toEqual(
      new Set(['more', 'around', 'share', 'try', 'helpful', 'not-helpful']),
    );
    const last = pressed
      .filter((step) => 'until' in step)
      .map((step) => outcomes[steps.indexOf(step)]?.at(-1));
    expect(last).not.toEqual([]);
    for (const outcome of last) expect(outcome).toMatchObject({ hasMore: false });
  });
});

function readSteps(file: string): readonly Step[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** What a store knows of the transcript, apart from who asked where and when. */
async function kept({ store, loop }: Platform) {
  // What is recorded is written in the background.
  await loop.stop();
  const questions = [];
  const texts = new Map<string, string | undefined>();
  for await (const { answer, text, outcome, shown } of store.questions()) {
    questions.push({ text, outcome, shown });
    texts.set(answer, text);
  }
  const verdicts = [];
  for await (const { answer, helpful, reason } of store.feedbacks())
    verdicts.push({ about: texts.get(answer), helpful, reason });
  return { questions, verdicts };
}
