/** Markup that is safe to send: everything that was put into it is escaped. */
export interface Html {
  readonly html: string;
}

/** What may stand in a template: text is escaped, `undefined` and `false` leave nothing, lists are joined. */
export type Part = string | number | Html | false | undefined | readonly Part[];

/** Markup from a template literal; its values may stand between tags and in quoted attributes, nowhere else. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return {
    html: strings.reduce((whole, string, index) => `${whole}${toHtml(values[index - 1])}${string}`),
  };
}

/** Markup of nothing. */
export const NOTHING: Html = { html: '' };

/** Text with everything that HTML would obey written out, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function toHtml(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(toHtml).join('');
}
