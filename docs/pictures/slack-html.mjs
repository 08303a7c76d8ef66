import { escapeHtml } from './page.mjs';

/** A Slack message's blocks as HTML that looks like the client; throws on a block it does not know. */
export function slackMessage({ blocks }) {
  return blocks.map(block).join('');
}

function block(one) {
  switch (one.type) {
    case 'rich_text':
      return one.elements.map(richText).join('');
    case 'context':
      return `<div class="context">${one.elements.map(({ text }) => escapeHtml(text)).join(' ')}</div>`;
    case 'actions':
      return `<div class="row">${one.elements.map(({ text }) => button(text.text)).join('')}</div>`;
    case 'context_actions':
      return `<div class="row">${one.elements.map(feedback).join('')}</div>`;
    default:
      throw new Error(`there is no picture of a ${one.type} block`);
  }
}

function richText(element) {
  const inner = element.elements
    .map(({ text, style }) => (style?.bold ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text)))
    .join('');
  return element.type === 'rich_text_quote' ? `<blockquote>${inner}</blockquote>` : `<p>${inner}</p>`;
}

function feedback({ positive_button, negative_button }) {
  return button(positive_button.text.text) + button(negative_button.text.text);
}

function button(label) {
  return `<span class="button">${escapeHtml(label)}</span>`;
}
