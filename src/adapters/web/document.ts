import { type Html, html } from './html.js';

/** A whole page. */
export interface Document {
  /** BCP 47 tag of the page's own words. */
  readonly language: string;
  readonly title: string;
  readonly body: Html;
  /** Names of style sheets and scripts below /assets/, in their order. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
  /** Names of scripts of others, which run before `scripts`. */
  readonly libraries?: readonly string[];
  /** Classes of the page as a whole. */
  readonly kind?: string;
  /** Whether search engines shall leave it out. */
  readonly hidden?: boolean;
}

/** A page as a complete HTML document. */
export function renderDocument(document: Document): string {
  const {
    language,
    title,
    body,
    styles = [],
    libraries = [],
    scripts = [],
    kind,
    hidden,
  } = document;
  return html`<!doctype html>
<html lang="${language}"${kind !== undefined && html` class="${kind}"`}>
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${hidden && html`<meta name="robots" content="noindex">`}
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${['page.css', ...styles].map((name) => html`<link rel="stylesheet" href="/assets/${name}">`)}
${libraries.map((name) => html`<script defer src="/assets/${name}"></script>`)}
${scripts.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
</head>
<body>
${body}
</body>
</html>
`.html;
}
