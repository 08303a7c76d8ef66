import type { Answer, Excerpt } from '../../bot/answer.js';

/** What a terminal can show. */
export interface Display {
  /** Columns to wrap at; `undefined` leaves lines as they are (a pipe). */
  readonly width?: number;
  readonly color: boolean;
}

const BAR = '│ ';
/** Keeps the mark and the number of a passage on one line. */
const NO_BREAK = '\u00a0';
const MIN_WIDTH = 20;
const MAX_WIDTH = 100;

/** An answer as lines of text, ready to be written. */
export function renderAnswer(answer: Answer, display: Display): string {
  const blocks = [
    wrap(answer.lead, display).join('\n'),
    ...(answer.statement === undefined ? [] : [renderStatement(answer.statement, display)]),
    ...answer.excerpts.map((excerpt) => renderExcerpt(excerpt, display)),
  ];
  if (answer.suggestions.length > 0)
    blocks.push(answer.suggestions.map((question) => `  ${printable(question)}`).join('\n'));
  if (answer.contact !== undefined) blocks.push(`Ask a person: ${printable(answer.contact)}`);
  if (answer.further > 0) blocks.push(dim(`"more" shows ${answer.further} further`, display));
  return `${blocks.join('\n\n')}\n`;
}

/** An excerpt with the text around it; `isWidest` where there is no more of that. */
export function renderAround(excerpt: Excerpt, isWidest: boolean, display: Display): string {
  const lead = isWidest ? 'There is no more text around it.' : 'In context:';
  return `${wrap(lead, display).join('\n')}\n\n${renderExcerpt(excerpt, display)}\n`;
}

/** Without the bar that marks a quotation. */
function renderStatement(
  { text, approver, date }: NonNullable<Answer['statement']>,
  display: Display,
): string {
  return [
    ...wrap(text, display),
    ...wrap(`${approver}, ${date}`, display).map((line) => dim(line, display)),
  ].join('\n');
}

function renderExcerpt(excerpt: Excerpt, display: Display): string {
  const lines = wrap(printable(excerpt.text), display, BAR.length);
  const quoted = lines.map((line) => `${dim(BAR, display)}${line}`);
  if (excerpt.cut.before) quoted.unshift(dim(`${BAR}[…]`, display));
  if (excerpt.cut.after) quoted.push(dim(`${BAR}[…]`, display));
  const place = [excerpt.title, excerpt.section, `¶${NO_BREAK}${excerpt.passage}`]
    .filter((part) => part !== '')
    .join(' · ');
  const text = display.color ? emphasize(quoted, excerpt, display) : quoted;
  return [
    ...text,
    ...wrap(place, display).map((line) => dim(line.replace(NO_BREAK, ' '), display)),
    ...(excerpt.url ? [dim(printable(excerpt.url), display)] : []),
  ].join('\n');
}

/** Sets the highlighted words in bold, counting only characters of the excerpt that were printed. */
function emphasize(
  lines: readonly string[],
  { text, highlights }: Excerpt,
  display: Display,
): readonly string[] {
  const marks = highlights.map(
    ([from, to]) => [printedLength(text.slice(0, from)), printedLength(text.slice(0, to))] as const,
  );
  const bar = dim(BAR, display);
  let position = 0;
  return lines.map((line) => {
    if (!line.startsWith(bar)) return line;
    let rest = '';
    let bold = false;
    for (const character of line.slice(bar.length)) {
      const inside =
        character.trim() !== '' && marks.some(([from, to]) => position >= from && position < to);
      if (inside !== bold && character.trim() !== '') {
        rest += inside ? '\u001b[1m' : '\u001b[22m';
        bold = inside;
      }
      if (character.trim() !== '') position += character.length;
      rest += character;
    }
    return `${bar}${rest}${bold ? '\u001b[22m' : ''}`;
  });
}

function printedLength(text: string): number {
  return printable(text).replace(/\s/g, '').length;
}

/** Text without the characters that a terminal would obey instead of showing. */
export function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu, '');
}

function wrap(text: string, { width }: Display, indent = 0): readonly string[] {
  const lines = printable(text).split('\n');
  if (width === undefined) return lines;
  const columns = Math.max(MIN_WIDTH, Math.min(width, MAX_WIDTH)) - indent;
  return lines.flatMap((line) => wrapLine(line, columns));
}

function wrapLine(line: string, columns: number): readonly string[] {
  const wrapped: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length <= columns || current === '') {
      current = longer;
    } else {
      wrapped.push(current);
      current = word;
    }
  }
  wrapped.push(current);
  return wrapped;
}

/** Text in a fainter colour, where the display has one. */
export function dim(text: string, { color }: Display): string {
  return color ? `\u001b[2m${text}\u001b[22m` : text;
}
