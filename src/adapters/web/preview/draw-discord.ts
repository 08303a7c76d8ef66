import * as v from 'valibot';
import { type Html, html } from '../html.js';

/** Types of components, as Discord numbers them. */
const TYPES = { row: 1, button: 2, section: 9, text: 10, separator: 14, container: 17 } as const;

const textSchema = v.object({ type: v.literal(TYPES.text), content: v.string() });
const buttonSchema = v.object({ type: v.literal(TYPES.button), label: v.string() });
const rowSchema = v.object({ type: v.literal(TYPES.row), components: v.array(buttonSchema) });
const innerSchema = v.variant('type', [
  textSchema,
  v.object({ type: v.literal(TYPES.separator) }),
  v.object({
    type: v.literal(TYPES.section),
    components: v.array(textSchema),
    accessory: buttonSchema,
  }),
  rowSchema,
]);
const messageSchema = v.union([
  v.object({
    components: v.array(
      v.variant('type', [
        v.object({ type: v.literal(TYPES.container), components: v.array(innerSchema) }),
        rowSchema,
        textSchema,
      ]),
    ),
  }),
  v.object({ content: v.string() }),
]);

type Component =
  | v.InferOutput<typeof innerSchema>
  | { readonly type: 17; readonly components: readonly v.InferOutput<typeof innerSchema>[] };

/** A Discord message's components as Discord draws them; throws on one that there is no drawing of. */
export function drawDiscord(message: unknown): Html {
  const body = v.parse(messageSchema, message);
  if ('content' in body) return drawMarkdown(body.content);
  return html`${body.components.map(drawComponent)}`;
}

function drawComponent(component: Component): Html {
  switch (component.type) {
    case TYPES.container:
      return html`<div class="container">${component.components.map(drawComponent)}</div>`;
    case TYPES.row:
      return html`<div class="row">${component.components.map(({ label }) => button(label))}</div>`;
    case TYPES.section:
      return html`<div class="section"><div>${component.components.map(({ content }) => drawMarkdown(content))}</div>${button(component.accessory.label)}</div>`;
    case TYPES.separator:
      return html`<hr>`;
    case TYPES.text:
      return drawMarkdown(component.content);
  }
}

/** Of Markdown Herald sends quotations, small print, bold words and masked links, line by line. */
function drawMarkdown(content: string): Html {
  return html`${content.split('\n').map((line) => {
    const [, mark = '', rest = ''] = /^(> |-# )?(.*)$/s.exec(line) ?? [];
    if (mark === '> ') return html`<blockquote>${drawWords(rest)}</blockquote>`;
    return mark === '-# '
      ? html`<div class="context">${drawWords(rest)}</div>`
      : html`<p>${drawWords(rest)}</p>`;
  })}`;
}

function drawWords(markdown: string): Html {
  const parts = [
    ...markdown.matchAll(/\*\*((?:\\.|[^\\*])+)\*\*|\[((?:\\.|[^\]\\])+)\]\([^)]*\)|\\?(.)/gsu),
  ];
  return html`${parts.map(([, bold, label, character]) => {
    if (bold !== undefined) return html`<b>${unescaped(bold)}</b>`;
    return label === undefined ? character : html`<u>${unescaped(label)}</u>`;
  })}`;
}

function unescaped(markdown: string): string {
  return markdown.replace(/\\(.)/gsu, '$1');
}

function button(label: string): Html {
  return html`<span class="button">${label}</span>`;
}
