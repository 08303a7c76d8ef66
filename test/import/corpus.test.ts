import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { composeFile } from '../../src/import/compose.js';
import { LIMITS } from '../../src/import/limits.js';
import { readOriginal } from '../../src/import/read.js';
import { readAnnouncement } from '../../src/knowledge/read.js';

const CORPUS = new URL('corpus/', import.meta.url);
const EXPECTED = '.expected.txt';

const documents = readdirSync(CORPUS).filter((name) => !name.endsWith(EXPECTED));

/** An import as its expectation is written: what the document says of itself, passages by section, what is left out. */
async function importOf(name: string): Promise<string> {
  const bytes = readFileSync(new URL(name, CORPUS));
  const draft = await readOriginal({ bytes, from: name }, LIMITS);
  const text = composeFile(draft, new Map());
  const result = readAnnouncement({ id: 'import', file: 'import.md', extension: '.md' }, text);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const lines = Object.entries(draft.facts).map(([key, value]) => `${key}: ${value}`);
  let section: string | undefined;
  for (const passage of result.announcement.passages) {
    if (passage.section !== section) {
      section = passage.section;
      lines.push('', `[${section}]`);
    }
    lines.push(`${passage.number}. ${passage.text.replaceAll('\n', '\n   ')}`);
  }
  lines.push('', ...draft.leftOut.map(({ what, texts }) => `- ${[what, ...texts].join(' | ')}`));
  return `${lines.join('\n').trim()}\n`;
}

describe('each document of the corpus is cut as a person cut it', () => {
  test.each(documents)('%s', async (name) => {
    expect(await importOf(name)).toBe(readFileSync(new URL(name + EXPECTED, CORPUS), 'utf8'));
  });

  test('there are a dozen of them', () => {
    expect(documents.length).toBeGreaterThanOrEqual(12);
  });
});
