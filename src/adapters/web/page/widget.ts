/**
 * Puts a box to ask an announcement where its script element stands on another site's page:
 * `<script type="module" src="https://herald.example.com/widget.js" data-announcement="NAME"></script>`.
 * `data-label` and `data-button` replace its own words.
 */
const STYLE = `
:host { display: block; font: 1rem/1.5 system-ui, sans-serif; color: inherit; max-width: 40rem }
form { display: flex; flex-wrap: wrap; gap: .5rem } label { flex: 1 0 100%; font-weight: 600 }
input, button { font: inherit; color: inherit; min-height: 2.75rem; padding: .4rem .8rem; border: 1px solid currentColor; border-radius: .5rem; background: transparent }
input { flex: 1; min-width: 8rem } button { font-weight: 600; cursor: pointer }
blockquote { margin: .8rem 0 .2rem; padding-left: .9rem; border-left: .2rem solid #c3a24a; overflow-wrap: anywhere }
mark { background: #ffe48f; color: #1d1f23 } small { opacity: .85 } a { color: inherit }
`;

interface Excerpt {
  readonly announcement: string;
  readonly title: string;
  readonly section: string;
  readonly passage: number;
  readonly text: string;
  readonly highlights: readonly (readonly [number, number])[];
}
interface Answer {
  readonly lead: string;
  readonly excerpts: readonly Excerpt[];
  readonly statement?: { readonly text: string; readonly approver: string; readonly date: string };
}

const home = new URL('/', import.meta.url);

for (const script of document.querySelectorAll('script'))
  if (script.src === import.meta.url) attach(script);

function attach(script: HTMLScriptElement): void {
  const { announcement, label = 'Ask the announcement', button = 'Ask' } = script.dataset;
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style];
  const form = document.createElement('form');
  const input = element('input', '');
  input.id = 'q';
  input.required = true;
  input.maxLength = 2000;
  input.autocomplete = 'off';
  const name = element('label', label);
  name.htmlFor = input.id;
  form.append(name, input, element('button', button));
  const area = document.createElement('div');
  area.setAttribute('aria-live', 'polite');
  root.append(form, area);
  script.after(host);

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const address = new URL('/api/ask', home);
    address.searchParams.set('q', input.value);
    address.searchParams.set('locale', document.documentElement.lang || navigator.language);
    if (announcement !== undefined) address.searchParams.set('announcement', announcement);
    try {
      const response = await fetch(address);
      const answer: Answer | { readonly error: string; readonly fix: string } =
        await response.json();
      if ('error' in answer) throw new Error(`${answer.error}. ${answer.fix}`);
      area.replaceChildren(...nodesOf(answer));
    } catch (error) {
      // Often the operator of the other site's page is the one who sees this first.
      area.replaceChildren(element('p', error instanceof Error ? error.message : String(error)));
    }
  });
}

/** Nothing of an answer is ever read as markup. */
function nodesOf({ lead, excerpts, statement }: Answer): readonly Node[] {
  const nodes: Node[] = [element('p', lead)];
  if (statement !== undefined) {
    nodes.push(element('p', statement.text));
    nodes.push(element('small', `${statement.approver}, ${statement.date}`));
  }
  for (const { text, highlights, announcement, passage, section, title } of excerpts) {
    const quotation = document.createElement('blockquote');
    let position = 0;
    for (const [from, to] of highlights) {
      quotation.append(text.slice(position, from), element('mark', text.slice(from, to)));
      position = to;
    }
    quotation.append(text.slice(position));
    const link = element('a', `${section || title} · ¶ ${passage}`);
    link.href = new URL(`/a/${encodeURIComponent(announcement)}#p${passage}`, home).href;
    const place = document.createElement('small');
    place.append(link);
    nodes.push(quotation, place);
  }
  return nodes;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
