import { type Combobox, createCombobox } from './combobox.js';
import { parseHtml } from './parse.js';

const area = document.querySelector('#answer-area');
const form = document.querySelector<HTMLFormElement>('form.ask');
const input = document.querySelector<HTMLInputElement>('#q');

if (area && form && input) enhance(area, form, input);

/** Answers without a new page; where that fails, the browser goes to the page as it would without a script. */
function enhance(area: Element, form: HTMLFormElement, input: HTMLInputElement): void {
  let under: AbortController | undefined;
  const combobox: Combobox = createCombobox(input, () => form.requestSubmit());

  const show = async (address: URL, isNew: boolean) => {
    const question = address.searchParams.get('q');
    if (question === null) return location.assign(address);
    under?.abort();
    under = new AbortController();
    const { signal } = under;
    area.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(partOf(address), { signal });
      if (!response.ok) return location.assign(address);
      const part = parseHtml(await response.text());
      if (isNew) history.pushState(null, '', address);
      input.value = question;
      document.title = `${question.slice(0, 100)} – ${baseTitle}`;
      replaceMarks(part);
      const answer = part.querySelector('#answer');
      area.replaceChildren(...(answer ? [answer] : []));
      reveal();
    } catch {
      if (!signal.aborted) location.assign(address);
    } finally {
      if (under.signal === signal) area.removeAttribute('aria-busy');
    }
  };

  const baseTitle = document.querySelector('h1')?.textContent ?? 'Herald';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    combobox.close();
    const address = new URL(form.action);
    address.search = new URLSearchParams({ q: input.value }).toString();
    show(address, true);
  });
  document.addEventListener('click', (event) => {
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const link = event.target instanceof Element ? event.target.closest('a[data-ask]') : null;
    if (!(link instanceof HTMLAnchorElement) || !isPlain) return;
    event.preventDefault();
    show(new URL(link.href), true);
  });
  document.addEventListener('submit', (event) => {
    const { target, submitter } = event;
    if (!(target instanceof HTMLFormElement) || !target.matches('.vote')) return;
    event.preventDefault();
    vote(target, submitter);
  });
  addEventListener('popstate', () => {
    const address = new URL(location.href);
    if (address.searchParams.has('q')) show(address, false);
    else if (address.hash === '') location.reload();
  });
  if (location.search.includes('q=') && location.hash === '') reveal();
}

/** The address of what changes on the page at an address. */
function partOf({ pathname, searchParams }: URL): string {
  const query = new URLSearchParams(searchParams);
  const [, id] = /^\/a\/([^/]+)$/.exec(pathname) ?? [];
  if (id !== undefined) query.set('announcement', decodeURIComponent(id));
  return `/answer?${query}`;
}

/** Takes the marks of the last answer out of the text and sets those of this one. */
function replaceMarks(part: ParentNode): void {
  for (const mark of document.querySelectorAll('#text mark')) {
    const { parentNode } = mark;
    mark.replaceWith(...mark.childNodes);
    parentNode?.normalize();
  }
  for (const passage of part.querySelectorAll('#passages > .p'))
    document.getElementById(passage.id)?.replaceWith(passage);
}

/** Brings the first marked sentence into view, and on a narrow screen the answer, which stands above the text. */
function reveal(): void {
  const isWide = matchMedia('(min-width: 62rem)').matches;
  const target = isWide ? document.querySelector('#text mark') : document.querySelector('#answer');
  target?.scrollIntoView({ block: isWide ? 'center' : 'nearest' });
}

async function vote(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter))
    if (typeof value === 'string') fields.set(name, value);
  try {
    const response = await fetch(form.action, { method: 'POST', body: fields });
    const said = parseHtml(await response.text()).querySelector('h1')?.textContent ?? '';
    const words = document.createElement('p');
    words.textContent = said;
    words.className = 'vote';
    words.tabIndex = -1;
    form.replaceWith(words);
    words.focus();
  } catch {
    form.submit();
  }
}
