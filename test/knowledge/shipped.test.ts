import { describe, expect, test } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/load.js';

const folder = new URL('../../knowledge', import.meta.url).pathname;
const { announcements, faults } = await loadKnowledge(folder);
const [announcement] = announcements;

describe('the announcement that Herald ships', () => {
  test('is without a fault', () => {
    expect(faults).toEqual([]);
    expect(announcement).toMatchObject({
      id: 'openai-microsoft-next-phase',
      title: 'OpenAI and Microsoft enter the next phase of their partnership',
      source: 'OpenAI – Next Phase of the Microsoft Partnership',
      language: 'en',
    });
    expect(announcement?.aliases.get('Microsoft')).toEqual(['MSFT', 'Redmond']);
  });

  test('has 16 passages in 7 sections', () => {
    expect(
      announcement?.passages.map(({ number, section, text, sentences }) => [
        number,
        section,
        text.split(' ', 4).join(' '),
        sentences.length,
      ]),
    ).toEqual([
      [1, 'The announcement', 'A new phase has', 2],
      [2, 'The announcement', 'OpenAI describes the step', 2],
      [3, 'The announcement', 'The post, titled "OpenAI', 2],
      [4, 'Background', 'The ties between the', 2],
      [5, 'Background', 'The two companies now', 1],
      [6, 'Infrastructure and independence', 'OpenAI says the new', 2],
      [7, 'Infrastructure and independence', 'Microsoft stays a key', 2],
      [8, 'Infrastructure and independence', 'That point matters because', 2],
      [9, 'Products and impact', 'Continued cooperation, OpenAI added,', 1],
      [10, 'Products and impact', 'Companies already feel the', 2],
      [11, 'Products and impact', 'The timing also fits', 2],
      [12, 'What it will take', "In OpenAI's view, the", 2],
      [13, 'What it will take', 'Money stays decisive. Microsoft', 3],
      [14, 'The rivals', 'Competitors are speeding up', 2],
      [15, 'In short', 'With the announcement both', 2],
      [16, 'In short', 'Official source: the OpenAI', 1],
    ]);
  });
});
