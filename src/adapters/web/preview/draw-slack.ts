import * as v from 'valibot';
import { type Html, html } from '../html.js';

const words = v.object({ text: v.string() });
const labelled = v.object({ text: words });
const feedbackButtons = v.object({ positive_button: labelled, negative_button: labelled });
const blockSchema = v.variant('type', [
  v.object({
    type: v.literal('rich_text'),
    elements: v.array(
      v.object({
        type: v.picklist(['rich_text_section', 'rich_text_quote']),
        elements: v.array(
          v.object({
            text: v.string(),
            style: v.optional(v.object({ bold: v.optional(v.boolean(), false) })),
          }),
        ),
      }),
    ),
  }),
  v.object({
    type: v.literal('context'),
    elements: v.array(v.object({ type: v.picklist(['plain_text', 'mrkdwn']), text: v.string() })),
  }),
  v.object({ type: v.literal('actions'), elements: v.array(labelled) }),
  v.object({ type: v.literal('context_actions'), elements: v.array(feedbackButtons) }),
]);
const messageSchema = v.object({ blocks: v.array(blockSchema) });

type Block = v.InferOutput<typeof blockSchema>;

/** A Slack message's Block Kit as Slack draws it; throws on a block that there is no drawing of. */
export function drawSlack(message: unknown): Html {
  return html`${v.parse(messageSchema, message).blocks.map(drawBlock)}`;
}

function drawBlock(block: Block): Html {
  switch (block.type) {
    case 'rich_text':
      return html`${block.elements.map(({ type, elements }) => {
        const inner = elements.map(({ text, style }) =>
          style?.bold ? html`<b>${text}</b>` : text,
        );
        return type === 'rich_text_quote'
          ? html`<blockquote>${inner}</blockquote>`
          : html`<p>${inner}</p>`;
      })}`;
    case 'context':
      return html`<div class="context">${block.elements.map(({ type, text }) => html`<span>${type === 'mrkdwn' ? drawMrkdwn(text) : text}</span> `)}</div>`;
    case 'actions':
      return html`<div class="row">${block.elements.map(({ text }) => button(text.text))}</div>`;
    case 'context_actions':
      return html`<div class="row">${block.elements.map(({ positive_button, negative_button }) =>
        [positive_button, negative_button].map(({ text }) => button(text.text)),
      )}</div>`;
  }
}

/** Of mrkdwn Herald sends links alone: `<address|label>`. */
function drawMrkdwn(text: string): Html {
  const [, label] = /^<[^|>]+\|(.*)>$/s.exec(text) ?? [];
  const plain = (label ?? text)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return label === undefined ? html`${plain}` : html`<u>${plain}</u>`;
}

function button(label: string): Html {
  return html`<span class="button">${label}</span>`;
}
