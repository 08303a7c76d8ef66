/**
 * A small writer of PDF files, for tests: text set by hand, a line at a time, in the standard fonts.
 * @typedef {{ x: number, y: number, text: string, size?: number, font?: 'F1' | 'F2' }} Line from the top left, in points
 */

const A4 = { width: 595, height: 842 };

/** The bytes of a PDF with the given pages. `raw` objects come after them; `trailer` is put into the trailer. */
export function pdfFile(
  pages,
  { info = '', trailer = '', kids, count = pages.length, catalog = '' } = {},
) {
  const objects = [];
  const add = (body) => objects.push(body);
  add(`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`);
  const all = kids ?? pages.map((_, index) => `${6 + index * 2} 0 R`).join(' ');
  add(`<< /Type /Pages /Kids [${all}] /Count ${count} >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>');
  add(`<< ${info} >>`);
  for (const [index, page] of pages.entries()) {
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${A4.width} ${A4.height}] /Contents ${7 + index * 2} 0 R ` +
        '/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>',
    );
    add(page instanceof Uint8Array ? page : streamOf(page.map(draw).join('\n')));
  }

  const chunks = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets = [];
  let length = chunks[0].length;
  const write = (chunk) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
  };
  for (const [index, body] of objects.entries()) {
    offsets.push(length);
    write(`${index + 1} 0 obj\n`);
    write(body);
    write('\nendobj\n');
  }
  const start = length;
  write(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`);
  for (const offset of offsets) write(`${String(offset).padStart(10, '0')} 00000 n \n`);
  write(
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
  );
  return Buffer.concat(chunks);
}

/** A stream object of the given content; `entries` go into its dictionary. */
export function streamOf(content, entries = '') {
  const bytes = Buffer.from(content, 'latin1');
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${entries} >>\nstream\n`, 'latin1'),
    bytes,
    Buffer.from('\nendstream', 'latin1'),
  ]);
}

/** Lines below each other from a point on, `leading` points apart. */
export function linesFrom(x, y, leading, texts, style = {}) {
  return texts.map((text, index) => ({ x, y: y + index * leading, text, ...style }));
}

function draw({ x, y, text, size = 10, font = 'F1' }) {
  const escaped = toWinAnsi(text).replace(/[\\()]/g, '\\$&');
  return `BT /${font} ${size} Tf 1 0 0 1 ${x} ${A4.height - y} Tm (${escaped}) Tj ET`;
}

const WIN_ANSI = {
  '€': 0x80,
  '…': 0x85,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '•': 0x95,
  '–': 0x96,
  '—': 0x97,
};

function toWinAnsi(text) {
  return [...text]
    .map((character) =>
      WIN_ANSI[character] === undefined ? character : String.fromCharCode(WIN_ANSI[character]),
    )
    .join('');
}
