import { type Html, html } from '../html.js';

const PAGES = { questions: '/operator', preview: '/preview' } as const;
const NAMES: Readonly<Record<keyof typeof PAGES, string>> = {
  questions: 'What people ask',
  preview: 'Preview',
};

/** The head of the operator's pages. */
export function operatorNav(current: keyof typeof PAGES): Html {
  const names = Object.keys(PAGES) as (keyof typeof PAGES)[];
  return html`<header class="top"><a class="brand" href="/">Herald</a><nav aria-label="Operator">${names.map(
    (name) =>
      html`<a href="${PAGES[name]}"${name === current && html` aria-current="page"`}>${NAMES[name]}</a>`,
  )}</nav></header>`;
}
