import { describe, expect, test } from 'vitest';
import { describeFault } from '../../src/knowledge/fault.js';
import { readAnnouncement } from '../../src/knowledge/read.js';

const read = (text: string) =>
  readAnnouncement({ id: 'launch', file: 'knowledge/launch.md', extension: '.md' }, text);
const loaded = (text: string) => {
  const result = read(text);
  if (!result.ok) throw new Error(result.faults.map(describeFault).join('\n'));
  return result.announcement;
};
const faultsOf = (text: string) => {
  const result = read(text);
  return result.ok ? [] : result.faults.map(describeFault);
};
const fault = (line: number, rest: string) => [`knowledge/launch.md:${line}: ${rest}`];
const KEYS =
  'title, source, url, published, language, kind, supersedes, publish_at, expires_at, publish, min_p1, min_p3, max_wrong_refusals, max_wrong_answers, aliases';

describe('front matter', () => {
  test('says what the announcement is', () => {
    const { title, source, url, published, language, aliases } = loaded(
      [
        '---',
        'title: "Launch: the day"',
        'source: Example Press',
        'url: https://example.com/launch',
        'published: 2026-10-28',
        'language: pt-BR',
        'kind: press release',
        'aliases:',
        '  Microsoft: [MSFT, Redmond]',
        '  the lab: research',
        '---',
        'It begins.',
      ].join('\n'),
    );
    expect({ title, source, url, published, language, aliases }).toEqual({
      title: 'Launch: the day',
      source: 'Example Press',
      url: 'https://example.com/launch',
      published: '2026-10-28',
      language: 'pt-BR',
      aliases: new Map([
        ['Microsoft', ['MSFT', 'Redmond']],
        ['the lab', ['research']],
      ]),
    });
  });

  test('may be left out, in part or as a whole', () => {
    expect(loaded('It begins.')).toMatchObject({ title: 'launch', language: 'en' });
    expect(loaded('---\n---\nIt begins.')).toMatchObject({ title: 'launch', language: 'en' });
    expect(loaded('---\nsource:\n---\n# The launch\n\nIt begins.')).not.toHaveProperty('source');
  });

  test('names the announcement before its heading does, and the heading before its file', () => {
    expect(loaded('---\ntitle: Named above\n---\n# Heading\n\nText.').title).toBe('Named above');
    expect(loaded('# Heading\n\nText.').title).toBe('Heading');
  });

  test('may follow a byte order mark, have Windows line ends, and be closed by three full stops', () => {
    expect(loaded('\uFEFF---\r\ntitle: A\r\n---\r\nText.\r\n').title).toBe('A');
    expect(loaded('---\ntitle: A\n...\nText.').passages.map(({ text }) => text)).toEqual(['Text.']);
  });

  test('keeps the offsets of what follows it true to the file', () => {
    const { text, passages } = loaded('---\ntitle: Ü\n---\n\nIt begins.\n');
    expect(passages.map(({ start, end }) => [start, text.slice(start, end)])).toEqual([
      [18, 'It begins.'],
    ]);
  });
});

describe('a fault in the front matter names file, line and fix', () => {
  test.each([
    [
      'an end that is missing',
      '---\ntitle: A\n\nText.',
      fault(
        1,
        'the front matter that begins here has no end. Close it with a line of three dashes (---).',
      ),
    ],
    [
      'a key that Herald does not know',
      '---\ntitle: A\nauthor: B\n---\nText.',
      fault(3, `unknown front matter key "author". Remove it or use one of: ${KEYS}.`),
    ],
    [
      'a key that is a list',
      '---\n? [title, source]\n: A\n---\nText.',
      fault(2, `unknown front matter key "["title","source"]". Remove it or use one of: ${KEYS}.`),
    ],
    [
      'a key that would reach an object’s prototype',
      '---\n__proto__: {language: fr}\n---\nText.',
      fault(2, `unknown front matter key "__proto__". Remove it or use one of: ${KEYS}.`),
    ],
    [
      'a list in the place of keys',
      '---\n- title\n---\nText.',
      fault(2, 'the front matter is not a list of keys and values. Write one "key: value" a line.'),
    ],
    [
      'a key that stands twice',
      '---\ntitle: A\ntitle: B\n---\nText.',
      fault(
        3,
        'the front matter is not valid YAML: Map keys must be unique. Correct the line; quote a value that contains a colon.',
      ),
    ],
    [
      'a colon in a value that is not quoted',
      '---\ntitle: Launch: the day\n---\nText.',
      fault(
        2,
        'the front matter is not valid YAML: Nested mappings are not allowed in compact mappings. Correct the line; quote a value that contains a colon.',
      ),
    ],
    [
      'a value that is not text',
      '---\nsource: A\ntitle: [A]\n---\nText.',
      fault(3, 'front matter key "title": must be text. Correct the value or remove the line.'),
    ],
    [
      'a value that is blank',
      '---\ntitle: " "\n---\nText.',
      fault(
        2,
        'front matter key "title": must not be empty. Correct the value or remove the line.',
      ),
    ],
    [
      'an address without a scheme',
      '---\nurl: example.com/post\n---\nText.',
      fault(
        2,
        'front matter key "url": must be a web address, as https://example.com/post. Correct the value or remove the line.',
      ),
    ],
    [
      'an address that a browser would run',
      '---\nurl: "javascript:alert(1)"\n---\nText.',
      fault(
        2,
        'front matter key "url": must be a web address, as https://example.com/post. Correct the value or remove the line.',
      ),
    ],
    [
      'a date in words',
      '---\npublished: 28 October 2026\n---\nText.',
      fault(
        2,
        'front matter key "published": must be an ISO 8601 date, as 2026-10-28. Correct the value or remove the line.',
      ),
    ],
    [
      'a day that no calendar has',
      '---\npublished: 2026-13-41\n---\nText.',
      fault(
        2,
        'front matter key "published": must be an ISO 8601 date, as 2026-10-28. Correct the value or remove the line.',
      ),
    ],
    [
      'a language in words',
      '---\nlanguage: english please\n---\nText.',
      fault(
        2,
        'front matter key "language": must be a BCP 47 language tag, as en or pt-BR. Correct the value or remove the line.',
      ),
    ],
    [
      'aliases that are a list',
      '---\naliases: [MSFT]\n---\nText.',
      fault(
        2,
        'front matter key "aliases": must map a term of the text to what people call it, as "Microsoft: [MSFT, Redmond]". Correct the value or remove the line.',
      ),
    ],
  ])('%s', (_, text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  test('all of them at once', () => {
    expect(faultsOf('---\nauthor: A\neditor: B\n---\nText.')).toHaveLength(2);
    expect(faultsOf('---\ntitle: [A]\nurl: nowhere\n---\nText.')).toHaveLength(2);
  });
});

describe('front matter that attacks', () => {
  test('is not run as a program', () => {
    const before = Object.keys(globalThis);
    expect(faultsOf('---js\n{ title: (globalThis.pwned = "A") }\n---\nText.')).toEqual(
      fault(
        1,
        'the front matter is written in "js". Write it in YAML between two lines of three dashes (---), or remove it.',
      ),
    );
    expect(loaded('---\ntitle: !!js/function "function () { return 1 }"\n---\nText.').title).toBe(
      'function () { return 1 }',
    );
    expect(Object.keys(globalThis)).toEqual(before);
  });

  test('does not multiply aliases', () => {
    const bomb = ['---', 'aliases:', '  a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const name of 'bcdefghij') {
      const last = String.fromCharCode(name.charCodeAt(0) - 1);
      bomb.push(`  ${name}: &${name} [*${last}, *${last}, *${last}, *${last}, *${last}]`);
    }
    const began = performance.now();
    expect(faultsOf([...bomb, '---', 'Text.'].join('\n'))).toEqual(
      fault(
        2,
        'the front matter cannot be read: Alias resolution is disabled. Write the values out instead of using YAML aliases.',
      ),
    );
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test('does not reach the prototype of objects through an alias', () => {
    const { aliases } = loaded('---\naliases:\n  __proto__: [polluted]\n---\nText.');
    expect(aliases).toEqual(new Map([['__proto__', ['polluted']]]));
    expect({}).not.toHaveProperty('polluted');
    expect(Object.prototype).not.toHaveProperty('0');
  });

  test('is refused when it is longer than a front matter is', () => {
    expect(faultsOf(`---\naliases: ${'['.repeat(100_000)}\n---\nText.`)).toEqual(
      fault(
        1,
        'the front matter has 100010 characters, more than 32768. Shorten it, or move text below the closing line of dashes.',
      ),
    );
  });

  test('is a fault when it is nested beyond what can be read', () => {
    const [first = ''] = faultsOf(`---\naliases: ${'['.repeat(30_000)}\n---\nText.`);
    expect(first).toMatch(/^knowledge\/launch\.md:2: the front matter is not valid YAML: /);
  });
});
