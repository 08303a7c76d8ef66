interface Policy {
  createHTML(markup: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy('herald', { createHTML: (markup) => markup });

/** Markup of our own server as nodes; scripts in it would not run. */
export function parseHtml(markup: string): Document {
  return new DOMParser().parseFromString(policy?.createHTML(markup) ?? markup, 'text/html');
}
