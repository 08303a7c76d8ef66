import { strToU8, zipSync } from 'fflate';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const TYPES = {
  'word/document.xml': 'document.main',
  'word/styles.xml': 'styles',
  'word/numbering.xml': 'numbering',
  'word/footnotes.xml': 'footnotes',
  'word/header1.xml': 'header',
  'word/footer1.xml': 'footer',
};
const HEADINGS = ['Title', 'Heading1', 'Heading2'];

/** A paragraph in Word's XML; `runs` are texts, or XML that {@link note} or {@link bold} made. */
export function paragraph(runs, { style, list } = {}) {
  const properties =
    (style ? `<w:pStyle w:val="${style}"/>` : '') +
    (list
      ? `<w:numPr><w:ilvl w:val="${list.level ?? 0}"/><w:numId w:val="${list.id}"/></w:numPr>`
      : '');
  return `<w:p><w:pPr>${properties}</w:pPr>${[runs].flat().map(run).join('')}</w:p>`;
}

/** A run in bold. */
export function bold(text) {
  return {
    xml: `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`,
  };
}

/** The mark of a footnote. */
export function note(id) {
  return { xml: `<w:r><w:footnoteReference w:id="${id}"/></w:r>` };
}

/** A table of cells; each cell is what a paragraph takes, and a row may be `{ header: true, cells }`. */
export function table(rows) {
  const cell = (content) =>
    `<w:tc><w:tcPr/>${content.merge ? content.xml : paragraph(content)}</w:tc>`;
  return `<w:tbl>${rows
    .map((row) => {
      const { header = false, cells } = Array.isArray(row) ? { cells: row } : row;
      const properties = header ? '<w:trPr><w:tblHeader/></w:trPr>' : '';
      return `<w:tr>${properties}${cells.map(cell).join('')}</w:tr>`;
    })
    .join('')}</w:tbl>`;
}

/** The bytes of a .docx file. */
export function wordFile({
  body,
  footnotes = [],
  header,
  footer,
  core = '',
  language = 'en-US',
  extra = {},
}) {
  const parts = {
    'word/document.xml': `<w:document ${W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>${body.join('')}<w:sectPr/></w:body></w:document>`,
    'word/styles.xml': `<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="${language}"/></w:rPr></w:rPrDefault></w:docDefaults>${HEADINGS.map((id) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id.replace(/(\d)/, ' $1').replace('Heading', 'heading')}"/></w:style>`).join('')}</w:styles>`,
    'word/numbering.xml': `<w:numbering ${W}>${[1, 2].map((id) => `<w:abstractNum w:abstractNumId="${id}">${[0, 1].map((level) => `<w:lvl w:ilvl="${level}"><w:numFmt w:val="${id === 1 ? 'bullet' : 'decimal'}"/></w:lvl>`).join('')}</w:abstractNum>`).join('')}${[1, 2].map((id) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${id}"/></w:num>`).join('')}</w:numbering>`,
    'word/footnotes.xml': `<w:footnotes ${W}>${footnotes.map((text, index) => `<w:footnote w:id="${index + 1}">${paragraph(` ${text}`)}</w:footnote>`).join('')}</w:footnotes>`,
    ...(header ? { 'word/header1.xml': `<w:hdr ${W}>${paragraph(header)}</w:hdr>` } : {}),
    ...(footer ? { 'word/footer1.xml': `<w:ftr ${W}>${paragraph(footer)}</w:ftr>` } : {}),
  };
  const relationships = Object.keys(parts).slice(1);
  const type = (name) =>
    `application/vnd.openxmlformats-officedocument.wordprocessingml.${TYPES[name]}+xml`;
  const relation = (name) => TYPES[name];
  const files = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>${Object.keys(
      parts,
    )
      .map((name) => `<Override PartName="/${name}" ContentType="${type(name)}"/>`)
      .join('')}</Types>`,
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relationships.map((name, index) => `<Relationship Id="rId${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${relation(name)}" Target="${name.slice(5)}"/>`).join('')}</Relationships>`,
    'docProps/core.xml': `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">${core}</cp:coreProperties>`,
    ...parts,
  };
  const bytes = Object.fromEntries(
    Object.entries(files).map(([name, xml]) => [
      name,
      strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`),
    ]),
  );
  return zipSync({ ...bytes, ...extra }, { mtime: '2026-01-01T00:00:00' });
}

function run(content) {
  if (typeof content !== 'string') return content.xml;
  return `<w:r><w:t xml:space="preserve">${escapeXml(content)}</w:t></w:r>`;
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
