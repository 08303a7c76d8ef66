import type { Span } from './announcement.js';
import type { Block, Body } from './block.js';
import { trimSpan } from './sentences.js';

/** Lines longer than this are paragraphs: people and editors wrap below it. */
const WRAP_COLUMNS = 100;
const ENDS_A_SENTENCE = /[.!?:;…。！？]["”’'»)\]]*$/u;

/**
 * The passages of plain text from `bodyStart` on. A line is a passage, unless its block (lines without an
 * empty one between them) is hard-wrapped, no line over 100 characters and at least half of its lines
 * broken off in mid-sentence: then the block is.
 */
export function readText(text: string, bodyStart: number): Body {
  const blocks: Span[] = [];
  let lines: Span[] = [];
  const closeBlock = () => {
    const first = lines[0];
    const last = lines.at(-1);
    if (first && last)
      blocks.push(...(isWrapped(text, lines) ? [{ start: first.start, end: last.end }] : lines));
    lines = [];
  };
  for (const raw of linesFrom(text, bodyStart)) {
    const line = trimSpan(text, raw);
    if (line.start === line.end) closeBlock();
    else lines.push(line);
  }
  closeBlock();
  return { blocks: blocks.map((span): Block => ({ ...span, section: '', prose: [span] })) };
}

function isWrapped(text: string, lines: readonly Span[]): boolean {
  const broken = lines.slice(0, -1);
  if (broken.length === 0 || lines.some(({ start, end }) => end - start > WRAP_COLUMNS))
    return false;
  const midSentence = broken.filter(
    ({ start, end }) => !ENDS_A_SENTENCE.test(text.slice(Math.max(start, end - 8), end)),
  );
  return midSentence.length * 2 >= broken.length;
}

function* linesFrom(text: string, from: number): Generator<Span> {
  let start = from;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    yield { start, end };
    start = end + 1;
  }
}
