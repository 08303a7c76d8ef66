import { describe, expect, test } from 'vitest';
import { renderAnswer } from '../../../src/adapters/terminal/render.js';
import type { Answer, Excerpt } from '../../../src/bot/answer.js';

const TEXT = 'The fair opens on 3 May. Tickets cost ten euros, children pay half.';
const excerpt: Excerpt = {
  announcement: 'fair',
  title: 'The spring fair',
  revision: '0123456789ab',
  language: 'en',
  url: 'https://example.com/fair',
  passage: 2,
  section: 'Visiting › Tickets',
  text: TEXT,
  start: 100,
  end: 100 + TEXT.length,
  highlights: [[25, 47]],
  score: 0.8,
  cut: { before: false, after: true },
};
const second: Excerpt = {
  announcement: 'fair',
  title: 'The spring fair',
  revision: '0123456789ab',
  language: 'en',
  passage: 3,
  section: '',
  text: 'Dogs are welcome.',
  start: 200,
  end: 217,
  highlights: [],
  score: 0.2,
  cut: { before: true, after: false },
};
const answer: Answer = {
  id: 'aaaaaaaaaaaaaaaa',
  question: 'What does a ticket cost?',
  outcome: 'answer',
  lead: 'The announcement says:',
  excerpts: [excerpt, second],
  further: 4,
  missing: [],
  suggestions: ['When does the fair open?'],
};
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
/** Escape sequences as words, to be read. */
const named = (text: string) =>
  text
    .replaceAll('\u001b[2m', '<dim>')
    .replaceAll('\u001b[1m', '<bold>')
    .replaceAll('\u001b[22m', '</>');

describe('an answer in the terminal', () => {
  test('that is an official statement has no bar of a quotation, and names who answers for it', () => {
    const statement = {
      text: 'Dogs stay outside.\u001b[2J',
      approver: 'Fair office',
      date: '2026-03-05',
    };
    const lead = 'An official statement, not from the announcement:';
    expect(
      renderAnswer(
        { ...answer, lead, excerpts: [], further: 0, suggestions: [], statement },
        { color: false },
      ),
    ).toBe(lines(lead, '', 'Dogs stay outside.[2J', 'Fair office, 2026-03-05'));
  });

  test('is 40 columns wide where the window is', () => {
    expect(renderAnswer(answer, { width: 40, color: false })).toBe(
      lines(
        'The announcement says:',
        '',
        '│ The fair opens on 3 May. Tickets cost',
        '│ ten euros, children pay half.',
        '│ […]',
        'The spring fair · Visiting › Tickets ·',
        '¶ 2',
        'https://example.com/fair',
        '',
        '│ […]',
        '│ Dogs are welcome.',
        'The spring fair · ¶ 3',
        '',
        '  When does the fair open?',
        '',
        '"more" shows 4 further',
      ),
    );
  });

  test('is at most 100 columns wide', () => {
    const wide = lines(
      'The announcement says:',
      '',
      '│ The fair opens on 3 May. Tickets cost ten euros, children pay half.',
      '│ […]',
      'The spring fair · Visiting › Tickets · ¶ 2',
      'https://example.com/fair',
      '',
      '│ […]',
      '│ Dogs are welcome.',
      'The spring fair · ¶ 3',
      '',
      '  When does the fair open?',
      '',
      '"more" shows 4 further',
    );
    expect(renderAnswer(answer, { width: 100, color: false })).toBe(wide);
    const long = { ...answer, lead: 'word '.repeat(60).trim() };
    expect(renderAnswer(long, { width: 100, color: false })).toBe(
      renderAnswer(long, { width: 300, color: false }),
    );
  });

  test('is not wrapped in a pipe', () => {
    const long = 'It grows and grows. '.repeat(20).trim();
    const single = { ...second, text: long, cut: { before: false, after: false } };
    const rest = { further: 0, suggestions: [], excerpts: [single] };
    expect(renderAnswer({ ...answer, ...rest }, { color: false })).toBe(
      lines('The announcement says:', '', `│ ${long}`, 'The spring fair · ¶ 3'),
    );
  });

  test('has the answering words in bold and everything around the quotation faint', () => {
    expect(named(renderAnswer(answer, { width: 40, color: true }))).toBe(
      lines(
        'The announcement says:',
        '',
        '<dim>│ </>The fair opens on 3 May. <bold>Tickets cost</>',
        '<dim>│ </><bold>ten euros</>, children pay half.',
        '<dim>│ […]</>',
        '<dim>The spring fair · Visiting › Tickets ·</>',
        '<dim>¶ 2</>',
        '<dim>https://example.com/fair</>',
        '',
        '<dim>│ […]</>',
        '<dim>│ </>Dogs are welcome.',
        '<dim>The spring fair · ¶ 3</>',
        '',
        '  When does the fair open?',
        '',
        '<dim>"more" shows 4 further</>',
      ),
    );
  });

  test('has the same words in colour at 100 columns', () => {
    expect(named(renderAnswer(answer, { width: 100, color: true }))).toBe(
      lines(
        'The announcement says:',
        '',
        '<dim>│ </>The fair opens on 3 May. <bold>Tickets cost ten euros</>, children pay half.',
        '<dim>│ […]</>',
        '<dim>The spring fair · Visiting › Tickets · ¶ 2</>',
        '<dim>https://example.com/fair</>',
        '',
        '<dim>│ […]</>',
        '<dim>│ </>Dogs are welcome.',
        '<dim>The spring fair · ¶ 3</>',
        '',
        '  When does the fair open?',
        '',
        '<dim>"more" shows 4 further</>',
      ),
    );
  });

  test('has no more than its lead where nothing is quoted', () => {
    const empty = { ...answer, excerpts: [], further: 0, suggestions: [] };
    expect(renderAnswer(empty, { width: 40, color: false })).toBe('The announcement says:\n');
  });

  test('keeps the lines of a passage, and its bold words after Windows line ends', () => {
    const text = 'One\r\ntwo three.';
    const wrapped = { ...second, text, highlights: [[5, 8]] as const };
    const plain = { ...wrapped, cut: { before: false, after: false } };
    expect(named(renderAnswer({ ...answer, excerpts: [plain] }, { color: true }))).toContain(
      '<dim>│ </>One\n<dim>│ </><bold>two </>three.\n',
    );
  });

  test('never obeys what it shows: no control character, no turn of the writing', () => {
    const hostile = 'a\u001b[2J\u001b]0;title\u0007b\u009b31mc\u202ed\u2066\0';
    const quoting: Answer = {
      ...answer,
      lead: hostile,
      suggestions: [hostile],
      excerpts: [
        {
          ...excerpt,
          title: hostile,
          section: hostile,
          text: hostile,
          url: hostile,
          highlights: [],
        },
      ],
    };
    const shown = renderAnswer(quoting, { width: 100, color: false });
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(shown).toContain('│ a[2J]0;titleb31mcd\n');
  });
});
