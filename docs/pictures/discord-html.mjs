import { escapeHtml } from './page.mjs';

const CONTAINER = 17;
const TEXT = 10;
const SEPARATOR = 14;
const ROW = 1;
const BUTTON = 2;

/** A Discord message's components as HTML that looks like the client; throws on a component it does not know. */
export function discordMessage({ components }) {
  return components.map(component).join('');
}

function component(one) {
  switch (one.type) {
    case CONTAINER:
      return `<div class="container">${one.components.map(component).join('')}</div>`;
    case ROW:
      return `<div class="row">${one.components.map(component).join('')}</div>`;
    case BUTTON:
      return `<span class="button">${escapeHtml(one.label)}</span>`;
    case SEPARATOR:
      return '<hr>';
    case TEXT:
      return one.content.split('\n').map(line).join('');
    default:
      throw new Error(`there is no picture of a component of type ${one.type}`);
  }
}

/** One line of the Markdown that Herald sends: a quotation, small print or plain text, with bold words. */
function line(markdown) {
  const [, mark = '', rest] = /^(> |-# )?(.*)$/s.exec(markdown);
  const words = escapeHtml(rest)
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/\\(.)/g, '$1');
  if (mark === '> ') return `<blockquote>${words}</blockquote>`;
  return mark === '-# ' ? `<div class="context">${words}</div>` : `<p>${words}</p>`;
}
