import { describe, expect, test } from 'vitest';
import { loadBot } from '../../src/load-bot.js';
import { createFolder } from '../folder.js';

const thresholds = { answer: 0.35, closest: 0.15 };
const load = async (files: Readonly<Record<string, string>>) =>
  (await loadBot({ knowledgeDir: await createFolder(files), thresholds })).bot;
const fair = (matter: string, place: string) =>
  `---\n${matter}\n---\n\nThe fair takes place in ${place}, and entry is free.\n\nDogs stay at home.`;
const QUESTION = { text: 'Where does the fair take place?' };

describe('of many announcements', () => {
  test('the newest is quoted first where they answer equally well', async () => {
    const files = {
      'a.md': fair('title: Old\npublished: 2024-05-01', 'Bergen'),
      'b.md': fair('title: New\npublished: 2026-05-01', 'Bergen'),
      'c.md': fair('title: Undated', 'Bergen'),
      'd.md': fair('title: Middle\npublish_at: 2025-05-01T00:00Z', 'Bergen'),
    };
    const bot = await load(files);
    const { excerpts } = bot.ask(QUESTION);
    const further = bot.more(QUESTION, 1).excerpts;
    expect([...excerpts, ...further].slice(0, 4).map(({ title }) => title)).toEqual([
      'New',
      'Middle',
      'Old',
      'Undated',
    ]);
    expect(bot.findAnnouncements('').map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
    expect(bot.announcements().map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('the one that is asked alone is quoted, however old', async () => {
    const bot = await load({
      'a.md': fair('published: 2024-05-01', 'Bergen'),
      'b.md': fair('published: 2026-05-01', 'Narvik'),
    });
    const { excerpts, further } = bot.ask({ ...QUESTION, announcement: 'a' });
    expect({ ids: excerpts.map(({ announcement }) => announcement), further }).toEqual({
      ids: ['a'],
      further: 1,
    });
  });

  test('those are found whose title or id fits what is typed, with a typing error too', async () => {
    const bot = await load({
      'fair-2026.md': fair('title: The spring fair', 'Narvik'),
      'museum.md': '# The museum opens\n\nIt opens on Monday.',
    });
    const find = (typed: string) => bot.findAnnouncements(typed).map(({ id }) => id);
    expect(find('sprnig')).toEqual(['fair-2026']);
    expect(find('2026')).toEqual(['fair-2026']);
    expect(find('Museum')).toEqual(['museum']);
    expect(find('xylophone')).toEqual([]);
    expect(bot.findAnnouncements('', 1)).toHaveLength(1);
  });
});

describe('an announcement that supersedes another', () => {
  const older = fair('title: Fair 2025\npublished: 2025-05-01', 'Bergen, in the old hall');
  const newer =
    '---\ntitle: Fair 2026\npublished: 2026-05-01\nsupersedes: fair-2025\n---\n' +
    'This year the fair moves and will take place in Narvik.\n\nParking costs two euros.';

  test('is quoted in its place, and the answer says so', async () => {
    const bot = await load({ 'fair-2025.md': older, 'fair-2026.md': newer });
    const { lead, excerpts } = bot.ask(QUESTION);
    expect(excerpts.map(({ title }) => title)).toEqual(['Fair 2026']);
    expect([
      'The announcement says:',
      '“Fair 2025” was superseded by “Fair 2026”. The announcement says:',
    ]).toContain(lead);
  });

  test('leaves to the older what it does not answer, and the answer says that it is superseded', async () => {
    const bot = await load({ 'fair-2025.md': older, 'fair-2026.md': newer });
    const { lead, excerpts } = bot.ask({ text: 'Do dogs stay at home?' });
    expect(excerpts.map(({ title }) => title)).toEqual(['Fair 2025']);
    expect(lead).toBe('“Fair 2025” was superseded by “Fair 2026”. The announcement says:');
    expect(bot.more({ text: 'Do dogs stay at home?' }, 1).lead).toBe('Further passages:');
  });

  test('is named when the older is asked by name', async () => {
    const bot = await load({ 'fair-2025.md': older, 'fair-2026.md': newer });
    const ask = (locale: string) =>
      bot.ask({ ...QUESTION, announcement: 'fair-2025', locale }).lead;
    expect(ask('en')).toBe('“Fair 2025” was superseded by “Fair 2026”. The announcement says:');
    expect(ask('ja')).toBe(
      '「Fair 2025」は「Fair 2026」に置き換えられました。 発表には次のように書かれています：',
    );
  });

  test('may itself be superseded, even by what it supersedes', async () => {
    const newest = fair('title: Fair 2027\nsupersedes: [fair-2026]', 'Alta');
    const chain = await load({
      'fair-2025.md': older,
      'fair-2026.md': newer,
      'fair-2027.md': newest,
    });
    expect(chain.ask({ ...QUESTION, announcement: 'fair-2025' }).lead).toContain(
      'superseded by “Fair 2027”',
    );
    const circle = await load({
      'a.md': fair('supersedes: b', 'Bergen'),
      'b.md': fair('supersedes: a', 'Narvik'),
    });
    expect(circle.ask(QUESTION).lead).toBe('The announcement says:');
  });

  test('does so only once it is published', async () => {
    const bot = await load({
      'fair-2025.md': older,
      'fair-2026.md': newer
        .replace('---\nTitle', '')
        .replace('supersedes:', 'publish_at: 2999-01-01T00:00Z\nsupersedes:'),
    });
    expect(bot.ask(QUESTION)).toMatchObject({
      lead: 'The announcement says:',
      excerpts: [{ title: 'Fair 2025' }],
    });
    expect(bot.ask({ ...QUESTION, preview: true }).excerpts[0]?.title).toBe('Fair 2026');
  });

  test('names one that is there', async () => {
    const { faults } = await loadBot({
      knowledgeDir: await createFolder({
        'a.md': fair('supersedes: [b, gone]', 'Bergen'),
        'b.md': fair('supersedes: b', 'Narvik'),
      }),
      thresholds,
    });
    expect(faults.map(({ message }) => message)).toEqual([
      'it supersedes "gone", and there is no such announcement',
      'it says that it supersedes itself',
    ]);
  });
});
