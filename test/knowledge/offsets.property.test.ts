import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Announcement, Span } from '../../src/knowledge/announcement.js';
import { type Extension, readAnnouncement } from '../../src/knowledge/read.js';
import { document } from './document.js';

const read = (extension: Extension, text: string): Announcement | undefined => {
  const result = readAnnouncement({ id: 'a', file: `a${extension}`, extension }, text);
  return result.ok ? result.announcement : undefined;
};

/** That spans lie within a whole, in order, without overlap, and hold something other than white space. */
function expectOrdered(text: string, spans: readonly Span[], whole: Span): void {
  let last = whole.start;
  for (const { start, end } of spans) {
    expect(start).toBeGreaterThanOrEqual(last);
    expect(end).toBeGreaterThan(start);
    expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
    last = end;
  }
  expect(last).toBeLessThanOrEqual(whole.end);
}

function expectTrueToText({ text, passages }: Announcement): void {
  let last = 0;
  for (const [index, passage] of passages.entries()) {
    expect(passage.number).toBe(index + 1);
    expect(passage.text).toBe(text.slice(passage.start, passage.end));
    expect(passage.start).toBeGreaterThanOrEqual(last);
    expect(passage.end).toBeGreaterThan(passage.start);
    last = passage.end;
    expectOrdered(text, passage.sentences, passage);
    expectOrdered(text, passage.prose, passage);
    expect(passage.prose.length).toBeGreaterThan(0);
    expectCovered(text, passage);
  }
  expect(last).toBeLessThanOrEqual(text.length);
}

/** That nothing but white space stands between the sentences of a passage. */
function expectCovered(text: string, passage: Span & { readonly sentences: readonly Span[] }) {
  const ends = [passage.start, ...passage.sentences.map(({ end }) => end)];
  const starts = [...passage.sentences.map(({ start }) => start), passage.end];
  const between = ends.map((end, index) => text.slice(end, starts[index])).join('');
  expect(between.trim()).toBe('');
}

describe.each(['.md', '.txt'] as const)('whatever a %s file holds', (extension) => {
  test('every passage, sentence and span of words is a slice of it at its offsets', () => {
    let loaded = 0;
    fc.assert(
      fc.property(document, (text) => {
        const announcement = read(extension, text);
        if (announcement === undefined) return;
        loaded += 1;
        expect(announcement.text).toBe(text);
        expectTrueToText(announcement);
      }),
      { numRuns: 1_000 },
    );
    expect(loaded).toBeGreaterThan(500);
  });

  test('it is read the same way twice', () => {
    fc.assert(
      fc.property(document, (text) => {
        expect(read(extension, text)).toEqual(read(extension, text));
      }),
      { numRuns: 200 },
    );
  });
});
