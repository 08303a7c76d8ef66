import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadBot } from '../../src/load-bot.js';
import { startDiscord } from './discord.js';
import type { Outcome, Platform, Reply, ShownExcerpt, Step } from './platform.js';
import { findDifferences, type Played, play } from './play.js';
import { startSlack } from './slack.js';
import { startTerminal } from './terminal.js';
import { startWeb } from './web.js';

const STEPS: readonly Step[] = readFileSync(new URL('transcript.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const REASON = 'The year is missing.';
const STATEMENT = {
  question: 'When will the shares be listed?',
  statement: {
    text: 'No date has been <set> for *that*.',
    approver: 'Press office',
    date: '2026-10-28',
  },
};

const { bot } = await loadBot({
  knowledgeDir: 'knowledge',
  thresholds: { answer: 0.55, closest: 0.25 },
  contact: 'https://example.com/press?from=herald',
});
bot.teach({ curated: [STATEMENT], aliases: [] });

describe('One transcript, run through every platform', () => {
  let platforms: readonly Platform[] = [];
  let played: readonly Played[] = [];
  const of = (name: string): Played => {
    const found = played.find((one) => one.name === name);
    if (found === undefined) throw new Error(`the transcript was not run through ${name}`);
    return found;
  };
  beforeAll(async () => {
    platforms = await Promise.all([
      startSlack(bot, REASON),
      startDiscord(bot, REASON),
      startTerminal(bot),
      startWeb(bot),
    ]);
    played = await Promise.all(platforms.map((platform) => play(STEPS, platform)));
  });
  afterAll(() => Promise.all(platforms.map((platform) => platform.close())));

  test.each(['Discord', 'the terminal', "the page's API"])(
    'shows the same in Slack and %s: outcomes, excerpts, their order and their marks',
    (name) => {
      expect(findDifferences(STEPS, of('Slack'), of(name)).join('\n\n')).toBe('');
    },
  );

  test('leaves the same behind: questions, outcomes and votes', async () => {
    const [slack, discord, terminal, web] = await Promise.all(platforms.map(kept));
    expect(discord).toEqual(slack);
    expect(terminal?.questions).toEqual(slack?.questions);
    expect(web?.questions).toEqual(slack?.questions.filter(({ text }) => isAsked(text)));
    expect(new Set(slack?.questions.map(({ outcome }) => outcome))).toEqual(
      new Set(['answer', 'closest', 'not-covered']),
    );
  });

  test('presses every button, More and Around this until there is no more', () => {
    const { outcomes } = of('Slack');
    const pressed = STEPS.flatMap((step, index) =>
      'press' in step && outcomes[index]?.at(-1) !== 'no button' ? [step] : [],
    );
    expect(new Set(pressed.map(({ press }) => press))).toEqual(
      new Set(['more', 'around', 'share', 'try', 'helpful', 'not-helpful']),
    );
    const last = pressed
      .filter((step) => 'until' in step)
      .map((step) => outcomes[STEPS.indexOf(step)]?.at(-1));
    expect(last).not.toEqual([]);
    for (const outcome of last) expect(outcome).toMatchObject({ hasMore: false });
  });
});

describe('A difference between two platforms', () => {
  const [step] = [{ ask: 'Who?' }] as const;
  const quote = (text: string, passage: number, after = false): ShownExcerpt => ({
    place: `¶ ${passage}`,
    text,
    bold: text,
    cut: { before: false, after },
  });
  const excerpts = [quote('One.', 1), quote('Two.', 2)];
  const reply: Reply = { lead: 'It says:', excerpts, offered: [], hasMore: true };
  const compare = (other: Outcome, room = 8) =>
    findDifferences(
      [step],
      { name: 'Slack', lacks: [], outcomes: [[reply]] },
      { name: 'Discord', lacks: [], outcomes: [[other]], room },
    ).map((difference) => difference.split('\n')[0]);
  const at = 'Step 1, {"ask":"Who?"}';

  test.each<readonly [string, Outcome, readonly string[]]>([
    ['none', { ...reply }, []],
    ['the order', { ...reply, excerpts: excerpts.toReversed() }, ['excerpt 1', 'excerpt 2']],
    ['a missing excerpt', { ...reply, excerpts: excerpts.slice(0, 1) }, ['excerpt 2']],
    [
      'a mark',
      { ...reply, excerpts: excerpts.map((one) => ({ ...one, bold: 'One.' })) },
      ['excerpt 2'],
    ],
    ['a button', { ...reply, hasMore: false }, ['hasMore']],
    ['an offered question', { ...reply, offered: ['What?'] }, ['offered']],
  ])('is found, and where: %s', (_, other, parts) => {
    expect(compare(other)).toEqual(parts.map((part) => `${at}: ${part}`));
  });

  test('is none where the room ends, but for a cut that is not marked', () => {
    const shown = (isMarked: boolean): Reply => ({
      ...reply,
      excerpts: [quote('One.', 1), quote('Tw', 2, isMarked)],
    });
    expect(compare(shown(true), 6)).toEqual([]);
    expect(compare(shown(false), 6)).toEqual([`${at}: excerpt 2`]);
    expect(compare(shown(true), 8)).toEqual([`${at}: excerpt 2`]);
  });

  test('is found where nothing is shown', () => {
    expect(compare('no button')).toContain(`${at}: outcome`);
  });
});

function isAsked(text: string | undefined): boolean {
  return STEPS.some(
    (step) => ('ask' in step ? step.ask : 'follow' in step && step.follow) === text,
  );
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
