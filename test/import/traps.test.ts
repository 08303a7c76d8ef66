import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { strToU8 } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../folder.js';
import { runImport } from './import.js';
import { linesFrom, pdfFile, streamOf } from './pdf-file.mjs';
import { paragraph, wordFile } from './word-file.mjs';

const MAX_PEAK_MB = 300;
const PATIENCE_MS = 90_000;
const ENDLESS: ReadonlySet<string> = new Set(['deep.md', 'brackets.md', 'crowded.pdf']);

const words = [paragraph('A text that would be imported.')];
const page = linesFrom(60, 200, 14, ['A text of a page that would be imported.']);
const zeros = (length: number) => Buffer.alloc(length, ' ');
const packed = (content: Uint8Array, filter = '/FlateDecode') =>
  streamOf(deflateSync(content).toString('latin1'), `/Filter ${filter}`);
const document = (inner: string) =>
  strToU8(
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${inner}</w:body></w:document>`,
  );

/** A Word file whose archive says of a part that it is small. */
function lyingWordFile(): Uint8Array {
  const size = 100_000_000;
  const bytes = Buffer.from(wordFile({ body: words, extra: { 'word/comments.xml': zeros(size) } }));
  const truth = Buffer.alloc(4);
  truth.writeUInt32LE(size);
  for (let at = bytes.indexOf(truth); at !== -1; at = bytes.indexOf(truth))
    bytes.writeUInt32LE(1_000, at);
  return bytes;
}

const traps: Readonly<Record<string, readonly [content: () => Uint8Array | string, says: RegExp]>> =
  {
    'bomb.docx': [
      () => wordFile({ body: words, extra: { 'word/comments.xml': zeros(100_000_000) } }),
      /: its text unpacks to more than 32 MB\. Split it/,
    ],
    'entries.docx': [
      () =>
        wordFile({
          body: words,
          extra: Object.fromEntries(
            Array.from({ length: 2_001 }, (_, index) => [`word/x${index}.xml`, strToU8('x')]),
          ),
        }),
      /: its archive has more than 2000 entries\. Open it in Word/,
    ],
    'deep.docx': [
      () =>
        wordFile({
          body: words,
          extra: {
            'word/document.xml': document(
              `${'<w:sdt><w:sdtContent>'.repeat(20_000)}${words}${'</w:sdtContent></w:sdt>'.repeat(20_000)}`,
            ),
          },
        }),
      /: it is nested too deeply to be read\. Save only its text/,
    ],
    'entities.docx': [
      () =>
        wordFile({
          body: words,
          extra: {
            'word/document.xml': strToU8(
              `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100_000)}">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${'&b;'.repeat(1_000)}</w:t></w:r></w:p></w:body></w:document>`,
            ),
          },
        }),
      /: it is a damaged Word file\. Open it in Word/,
    ],
    'archive.docx': [
      () => wordFile({ body: words }).subarray(0, 900),
      /: it is a damaged zip archive\. Open it in Word/,
    ],
    'old.doc': [
      () => Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      /: it is a Word file of the old kind \(\.doc\) or one protected with a password\. Open it/,
    ],
    'deep.html': [
      () => `<article>${'<div>'.repeat(50_000)}text`,
      /: the page nests its elements 5000\d deep, more than 1000\. Save only its article/,
    ],
    'elements.html': [
      () => '<p>x'.repeat(1_000_000),
      /: the page has 1000000 elements, more than 100000\. Save only its article/,
    ],
    'attributes.html': [
      () => `<html><body ${'a=b '.repeat(1_000_000)}><p>x`,
      /: no article was found on the page/,
    ],
    'brackets.html': [
      () => `<html>${'<'.repeat(15_000_000)}`,
      /: converting it takes more memory than the 230 MB it may\. Import it in parts/,
    ],
    'shell.html': [
      () =>
        '<!doctype html><title>App</title><div id=root></div><noscript>Needs scripts</noscript>',
      /: no article was found on the page\. Save the text itself/,
    ],
    'menu.html': [
      () =>
        `<html><body><ul>${'<li><a href="/x">A page of this place about something</a></li>'.repeat(30)}</ul></body></html>`,
      /: no article was found on the page/,
    ],
    'deep.md': [
      () => `${'>'.repeat(60_000)} x`,
      /: (?:it was not converted after 3 s|it is nested too deeply to be read)\./,
    ],
    'brackets.md': [
      () => '['.repeat(500_000),
      /: (?:converting it takes more memory than the 230 MB it may|it was not converted after 3 s)\./,
    ],
    'large.txt': [
      () => 'word '.repeat(1_100_000),
      /: it has more than 5 MB\. Save only its text, or import it in parts/,
    ],
    'huge.txt': [() => zeros(20_000_001), /: it has more than 20 MB\. Save only its text/],
    'empty.txt': [() => ' \n', /: no text was found in it\. Check that it opens/],
    'nul.txt': [() => 'ab\0cd', /: it holds NUL characters, so it is not text\. Save it as text/],
    'encrypted.pdf': [
      () =>
        pdfFile([page], {
          trailer: `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> /P -44 >> /ID [<00><00>]`,
        }),
      /: it is encrypted with a password\. Open it with its password/,
    ],
    'pages.pdf': [
      () => pdfFile([page], { kids: '6 0 R '.repeat(100_000), count: 100_000 }),
      /: it says that it has 100000 pages, more than 500\. Split it/,
    ],
    'bomb.pdf': [
      () => pdfFile([packed(zeros(100_000_000))]),
      /: a part of it unpacks to more than 32 MB\. Save it anew/,
    ],
    'nested.pdf': [
      () => pdfFile([packed(deflateSync(zeros(400_000_000)), '[/FlateDecode /FlateDecode]')]),
      /: converting it takes more memory than the 230 MB it may\. Import it in parts/,
    ],
    'crowded.pdf': [
      () => {
        const line = Buffer.from('BT /F1 9 Tf 1 0 0 1 60 700 Tm (word) Tj ET\n');
        return pdfFile([packed(Buffer.alloc(line.length * 600_000, line))]);
      },
      /: (?:converting it takes more memory than the 230 MB it may|it was not converted after 3 s)\./,
    ],
    'scan.pdf': [() => pdfFile([[]]), /: its page holds no text, only pictures\. Run text recog/],
    'damaged.pdf': [() => `%PDF-1.7\n${'x '.repeat(999)}`, /: it is a damaged PDF \(.+\)\. Check/],
  };

describe('each trap is refused within its limit and leaves nothing behind', () => {
  test.each(Object.entries(traps))(
    '%s',
    { timeout: PATIENCE_MS },
    async (name, [content, says]) => {
      const folder = await createFolder({ [name]: content() });
      // Only what never ends is to meet the limit of time, on a busy machine too.
      const timeout = ENDLESS.has(name) ? '3' : '60';
      const { code, stdout, stderr, files, peak } = await runImport([
        '--timeout',
        timeout,
        join(folder, name),
      ]);
      expect({ code, stdout, files }).toEqual({ code: 1, stdout: '', files: [] });
      expect(stderr).toMatch(says);
      expect(stderr.split('\n')).toHaveLength(2);
      expect(peak).toBeLessThan(MAX_PEAK_MB);
    },
  );
});

test('a part of a Word file that is larger than its archive says is cut there', async () => {
  const folder = await createFolder({ 'liar.docx': lyingWordFile() });
  const { code, stderr, files, peak } = await runImport([join(folder, 'liar.docx')]);
  expect({ code, files }).toEqual({ code: 1, files: [] });
  expect(stderr).toMatch(/: it is a damaged Word file\./);
  expect(peak).toBeLessThan(MAX_PEAK_MB);
});

describe('a server', () => {
  test('that sends 100 MB of a page is left after 20', async () => {
    let sent = 0;
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      const chunk = Buffer.alloc(100_000, '<p>text</p>');
      const send = () => {
        while (sent < 100_000_000 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', send);
            return;
          }
        }
        response.end();
      };
      send();
    });
    const { code, stderr, files, peak } = await runImport(['--allow-private', await start(server)]);
    expect({ code, files }).toEqual({ code: 1, files: [] });
    expect(stderr).toMatch(/: it has more than 20 MB\. /);
    expect(sent).toBeLessThan(50_000_000);
    expect(peak).toBeLessThan(MAX_PEAK_MB);
  });

  test('whose page unpacks to 100 MB is left after 20', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(zeros(100_000_000)));
    });
    const { code, stderr, peak } = await runImport(['--allow-private', await start(server)]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/: it has more than 20 MB\. /);
    expect(peak).toBeLessThan(MAX_PEAK_MB);
  });
});

async function start(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`;
}
