import { beforeAll, describe, expect, test } from 'vitest';
import type { Announcement } from '../../src/knowledge/announcement.js';
import { loadKnowledge } from '../../src/knowledge/load.js';
import { readAnnouncement } from '../../src/knowledge/read.js';
import { createSearch, type Search } from '../../src/search/search.js';

const SHIPPED = 'openai-microsoft-next-phase';

async function searchOf(...texts: readonly string[]): Promise<Search> {
  const announcements = texts.map((text, index): Announcement => {
    const result = readAnnouncement(
      { id: `a${index + 1}`, file: `a${index + 1}.md`, extension: '.md' },
      text,
    );
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
    return result.announcement;
  });
  return createSearch(announcements);
}

test('among many passages, one that shares no word with the question is found by its meaning', async () => {
  const many = Array.from({ length: 90 }, (_, n) => `Room ${n} opens at ${n} minutes past nine.`);
  const search = await searchOf(many.join('\n\n'), 'Dogs must stay outside the halls.');
  const { matches } = search.search('may i bring my puppy');
  expect(matches.slice(0, 3).map(({ announcement }) => announcement.id)).toContain('a2');
});

describe('on the shipped announcement', () => {
  let search: Search;
  const passages = (question: string, count = 1) =>
    search
      .search(question)
      .matches.slice(0, count)
      .map(({ passage }) => passage.number);

  beforeAll(async () => {
    const { announcements } = await loadKnowledge('knowledge');
    search = await createSearch(announcements);
  });

  test.each([
    ['how much has Microsoft invested in OpenAI', 13, 'the words of the passage'],
    ['what are the rivals doing', 14, 'the heading of its section'],
    ['is Azure still the cloud partner', 7, 'a name with a topic'],
    ['wats gemni', 14, 'a misspelled name'],
    ['is azzure stil the clowd partner', 7, 'three misspellings'],
    ['how much did MSFT invest', 13, 'an alias'],
    ['server farms and GPUs', 6, 'an alias of two words'],
    ['why is so much electricity needed', 6, 'a word near in meaning to energy'],
    ['official source', 16, 'the words of a short passage'],
  ])('"%s" finds ¶ %i by %s', (question, passage) => {
    const first = passages(question, 1);
    expect(first).toEqual([passage]);
  });

  test('a question in two parts is answered by a passage each', () => {
    const { matches, answering } = search.search('who are the rivals and how much was invested?');
    expect(answering).toBe(2);
    expect(matches.slice(0, 2).map(({ passage }) => passage.number)).toEqual([14, 13]);
  });

  test('the words that the announcement lacks are named as typed', () => {
    expect(search.search('What is the Capital of Mongolia?').missing).toEqual([
      'Capital',
      'Mongolia',
    ]);
  });

  test('a question of another subject is sure of nothing', () => {
    const { confidence } = search.search('how long to boil an egg');
    expect(confidence.right).toBeLessThan(0.2);
  });

  test('the same question gives the same result', () => {
    expect(search.search('who wins the race')).toEqual(search.search('who wins the race'));
  });

  test('a taught question finds its passage, also reworded, until it is taught otherwise', () => {
    const question = 'who pays for lunch at the launch party';
    search.teach([{ question, announcement: SHIPPED, passage: 9 }]);
    expect(passages(question)).toEqual([9]);
    expect(passages('who is paying for the lunch at the launch party?')).toEqual([9]);
    expect(search.search(question).confidence.right).toBeGreaterThan(0.7);
    search.teach([]);
    expect(search.search(question).confidence.right).toBeLessThan(0.5);
  });

  test('an unknown announcement has no match', () => {
    expect(search.search('Azure', { announcement: 'nope' }).matches).toEqual([]);
  });

  test('an explanation names the terms, what they reach and the features', () => {
    const { terms, candidates } = search.explain('wats gemni');
    expect(terms.map(({ text, by, words }) => ({ text, by, words }))).toEqual([
      { text: 'gemni', by: 'spelling', words: ['gemini'] },
    ]);
    expect(candidates[0]).toMatchObject({ announcement: SHIPPED, passage: 14 });
    expect(Object.keys(candidates[0]?.features ?? {})).toContain('cosine');
  });

  test.each([
    ['when was it anounced', 'wen was it anounced', 'time', 'a short form of chat'],
    ['where does energy come from', 'wherre does energy come from', 'place', 'a misspelling'],
  ])('"%s" and "%s" ask for a %s: %s changes nothing', (plain, typed, kind) => {
    const feature = (question: string) => search.explain(question).candidates[0]?.features[kind];
    expect(feature(plain)).not.toBe(0);
    expect(feature(typed)).toBe(feature(plain));
  });
});

test('what one passage alone has of a question counts for it', async () => {
  const search = await searchOf(
    'Tickets for the hall are sold at the door.\n\nTickets for the zeppelin are sold at the door.\n\n' +
      'Tickets for the boat are sold at the door.',
  );
  const { candidates } = search.explain('who sells zeppelin tickets');
  const alone = candidates.map(({ passage, features }) => ({
    passage,
    has: (features.alone ?? 0) > 0,
  }));
  expect(alone[0]).toEqual({ passage: 2, has: true });
  expect(alone.filter(({ has }) => has)).toHaveLength(1);
});

describe('an excerpt', () => {
  const long = (count: number, word: string) =>
    Array.from(
      { length: count },
      (_, index) => `Filler sentence number ${index + 1} about ${word} stands here.`,
    ).join(' ');

  test('of a long passage is a window of whole sentences around the one that answers', async () => {
    const text = `${long(20, 'gardens')} The bridge opens on 4 May. ${long(20, 'gardens')}`;
    const search = await searchOf(text);
    const [match] = search.search('when does the bridge open').matches;
    const shown = text.slice(match?.excerpt.start, match?.excerpt.end);
    expect(shown).toContain('The bridge opens on 4 May.');
    expect(shown.length).toBeLessThanOrEqual(900);
    expect(shown).toMatch(
      /^Filler sentence number \d+ about gardens stands here\..*stands here\.$/,
    );
    expect(match?.highlights.map(({ start, end }) => text.slice(start, end))).toEqual([
      'The bridge opens on 4 May.',
    ]);
  });

  test('whose sentence refers back brings the sentence before along', async () => {
    const text =
      '# News\n\nThe council sold the harbour.\n\nThis decision surprised the fishermen.\n';
    const search = await searchOf(text);
    const [match] = search.search('what surprised the fishermen').matches;
    expect(match?.passage.number).toBe(2);
    expect(text.slice(match?.excerpt.start, match?.excerpt.end)).toBe(
      'The council sold the harbour.\n\nThis decision surprised the fishermen.',
    );
  });
});

describe('over several announcements', () => {
  test('a question goes to all of them, or to the one that is named', async () => {
    const search = await searchOf('The harbour opens in May.', 'The museum opens in June.');
    const found = (announcement?: string) =>
      search
        .search('when does the museum open', announcement === undefined ? {} : { announcement })
        .matches.map((match) => match.announcement.id);
    expect(found()).toEqual(['a2', 'a1']);
    expect(found('a1')).toEqual(['a1']);
  });

  test('text without spaces between words is found', async () => {
    const search = await searchOf(
      '---\nlanguage: ja\n---\n東京に新しい工場を建てます。\n\n大阪の店は閉まります。\n',
    );
    expect(search.search('大阪の店').matches[0]?.passage.number).toBe(2);
  });
});
