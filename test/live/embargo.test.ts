import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type LoadedBot, loadBot } from '../../src/load-bot.js';
import { createFolder } from '../folder.js';

const thresholds = { answer: 0.35, closest: 0.15 };
const OPEN = '# The spring fair\n\nThe spring fair takes place in the harbour hall of Oslo.';
const secret = (matter: string) =>
  `---\n${matter}\n---\n# The zeppelin\n\nA zeppelin named Aurora will fly visitors over the fjord.`;
const QUESTION = { text: 'Which zeppelin will fly visitors?' };
const SECRETS = /zeppelin|Aurora|fjord|secret/i;

/** Everything that the bot tells anybody who may not preview. */
const toldBy = ({ bot }: LoadedBot) => [
  bot.ask({ text: 'Which balloon will take off?' }),
  bot.ask({ text: 'What takes place in Oslo?' }),
  bot.ask({ text: 'fly visitors over' }),
  bot.ask({ text: 'hello' }),
  bot.ask({ text: '', announcement: 'secret' }),
  bot.more({ text: 'What takes place in Oslo?' }, 1),
  bot.suggestions(100),
  bot.complete('', 100),
  bot.complete('zep', 100),
  bot.findAnnouncements(''),
  bot.findAnnouncements('zeppelin'),
  bot.announcements(),
];
const withoutQuestion = (told: unknown) =>
  JSON.stringify(told, (key, value) => (key === 'question' ? '' : value));

async function load(files: Readonly<Record<string, string>>, at: string, preview = true) {
  let now = Date.parse(at);
  const folder = await createFolder(files);
  const live = await loadBot({ knowledgeDir: folder, thresholds, preview, now: () => now });
  /** Whether it is quoted. */
  const isQuoted = (question: object = {}) =>
    live.bot
      .ask({ ...QUESTION, ...question })
      .excerpts.some(({ announcement }) => announcement === 'secret');
  return {
    folder,
    live,
    isQuoted,
    setClock: (moment: string) => {
      now = Date.parse(moment);
    },
  };
}

describe('an announcement before its publication', () => {
  const files = {
    'open.md': OPEN,
    'secret.md': secret('publish_at: 2026-10-25T03:00 Europe/Berlin'),
    'secret.rehearsal.jsonl': JSON.stringify({ question: 'Who flies Aurora?', gold: [1] }),
  };

  test('can be asked from the second on at which it is published, clocks going back that night', async () => {
    const { isQuoted, setClock, live } = await load(files, '2026-10-20T12:00:00Z');
    expect(isQuoted()).toBe(false);
    // 02:59:59 is shown twice that night, an hour apart; 03:00 comes after the second.
    for (const moment of [
      '2026-10-25T00:59:59Z',
      '2026-10-25T01:00:00Z',
      '2026-10-25T01:59:59.999Z',
    ]) {
      setClock(moment);
      expect(isQuoted()).toBe(false);
    }
    setClock('2026-10-25T02:00:00Z');
    expect(isQuoted()).toBe(true);
    expect(live.bot.announcements().map(({ id }) => id)).toEqual(['open', 'secret']);
  });

  test('is in nothing that is said, offered or listed', async () => {
    const { live } = await load(files, '2026-10-20T12:00:00Z');
    expect(withoutQuestion(toldBy(live))).not.toMatch(SECRETS);
    expect(live.bot.knows('secret')).toBe(false);
    const known = await load({ 'open.md': OPEN }, '2026-10-20T12:00:00Z');
    // Not even by a word that it has and the others lack, nor by the id of an answer.
    expect(live.bot.ask(QUESTION)).toEqual(known.live.bot.ask(QUESTION));
    expect(live.bot.ask({ ...QUESTION, announcement: 'secret' })).toEqual(
      known.live.bot.ask({ ...QUESTION, announcement: 'secret' }),
    );
    expect(toldBy(live)).toEqual(toldBy(known.live));
  });

  test('can be asked by those who may preview, and by nobody where that is not allowed', async () => {
    const { live, isQuoted } = await load(files, '2026-10-20T12:00:00Z');
    expect(isQuoted({ preview: true })).toBe(true);
    expect(isQuoted({ preview: true, announcement: 'secret' })).toBe(true);
    expect(live.bot.knows('secret', true)).toBe(true);
    expect(live.bot.edition(true)).not.toBe(live.bot.edition());
    const [excerpt] = live.bot.ask({ ...QUESTION, preview: true }).excerpts;
    if (excerpt === undefined) throw new Error('nothing was quoted');
    expect(live.bot.around(excerpt)).toBeUndefined();
    expect(live.bot.around(excerpt, true)?.text).toContain('Aurora');
    const strict = await load(files, '2026-10-20T12:00:00Z', false);
    expect(strict.isQuoted({ preview: true })).toBe(false);
  });

  test('is not shown by a reload, and is by one that sets an earlier time', async () => {
    const { folder, live, isQuoted } = await load(files, '2026-10-20T12:00:00Z');
    await writeFile(join(folder, 'open.md'), `${OPEN}\n\nIt lasts three days.`);
    await live.reload();
    expect(isQuoted()).toBe(false);
    await writeFile(join(folder, 'secret.md'), secret('publish_at: 2026-10-20T12:00Z'));
    await live.reload();
    expect(isQuoted()).toBe(true);
  });

  test('may be the only one', async () => {
    const { 'secret.md': only } = files;
    const { live, isQuoted, setClock } = await load({ 'secret.md': only }, '2026-10-20T12:00:00Z');
    expect(live.bot.ask(QUESTION)).toMatchObject({
      outcome: 'not-covered',
      lead: 'There is no announcement to ask about at present.',
      excerpts: [],
      suggestions: [],
    });
    setClock('2026-10-25T02:00:00Z');
    expect(isQuoted()).toBe(true);
  });
});

describe('an announcement that expires', () => {
  const files = {
    'open.md': OPEN,
    'secret.md': secret('expires_at: 2026-03-29T03:00 Europe/Berlin'),
  };

  test('is quoted until the second before, and then says so, clocks going forward that night', async () => {
    const { live, isQuoted, setClock } = await load(files, '2026-03-01T12:00:00Z');
    setClock('2026-03-29T00:59:59.999Z');
    expect(isQuoted()).toBe(true);
    expect(isQuoted({ announcement: 'secret' })).toBe(true);
    setClock('2026-03-29T01:00:00Z');
    expect(isQuoted()).toBe(false);
    expect(isQuoted({ preview: true })).toBe(false);
    expect(live.bot.ask({ ...QUESTION, announcement: 'secret' })).toMatchObject({
      outcome: 'not-covered',
      lead: '“The zeppelin” expired on 2026-03-29 01:00 UTC and is no longer quoted.',
      excerpts: [],
    });
    expect(live.bot.knows('secret')).toBe(true);
    expect(live.bot.announcements().map(({ id }) => id)).toEqual(['open']);
    expect(withoutQuestion(live.bot.complete('', 100))).not.toMatch(SECRETS);
  });

  test('says so to every question when it was the only one, in the asker’s language', async () => {
    const { live, setClock } = await load({ 'secret.md': files['secret.md'] }, '2026-03-01T12:00Z');
    setClock('2026-04-01T00:00:00Z');
    expect(live.bot.ask({ ...QUESTION, locale: 'de' }).lead).toBe(
      '„The zeppelin“ galt bis 2026-03-29 01:00 UTC und wird nicht mehr zitiert.',
    );
  });
});

test('a clock that jumps over several changes never shows what it must not, and soon all that it may', async () => {
  const { isQuoted, setClock, live } = await load(
    {
      'open.md': OPEN,
      'secret.md': secret('publish_at: 2026-05-01T00:00Z\nexpires_at: 2026-06-01T00:00Z'),
      'later.md': '---\npublish_at: 2026-07-01T00:00Z\n---\nThe regatta begins at the lighthouse.',
    },
    '2026-04-01T00:00:00Z',
  );
  setClock('2026-08-01T00:00:00Z');
  expect(isQuoted()).toBe(false);
  expect(live.bot.ask({ text: 'Where does the spring fair take place?' }).outcome).toBe('answer');
  await vi.waitFor(() =>
    expect(live.bot.announcements().map(({ id }) => id)).toEqual(['later', 'open']),
  );
  expect(live.bot.ask({ text: 'Where does the regatta begin?' }).outcome).toBe('answer');
  setClock('2026-05-15T00:00:00Z');
  expect(live.bot.ask({ text: 'Where does the regatta begin?' }).outcome).toBe('not-covered');
  await vi.waitFor(() => expect(isQuoted()).toBe(true));
});
