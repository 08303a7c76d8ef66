/** Suggestions below a text field, as the ARIA pattern of a combobox with a list has it. */
export interface Combobox {
  close(): void;
}

const WAIT_MS = 60;

/** Suggests, while somebody types, what is answered; `onChoose` is called once a suggestion is in the field. */
export function createCombobox(input: HTMLInputElement, onChoose: () => void): Combobox {
  const list = document.createElement('ul');
  list.id = 'options';
  list.className = 'options';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.dataset.suggestions ?? '');
  input.after(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');

  let timer: ReturnType<typeof setTimeout> | undefined;
  let under: AbortController | undefined;
  let chosen = -1;

  const close = () => {
    clearTimeout(timer);
    under?.abort();
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute('aria-expanded', 'false');
    select(-1);
  };
  const select = (index: number) => {
    chosen = index;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(at === index));
      if (at === index) option.scrollIntoView({ block: 'nearest' });
    }
    const option = list.children[index];
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  };
  const choose = (text: string) => {
    input.value = text;
    close();
    onChoose();
  };
  const show = (texts: readonly string[]) => {
    list.replaceChildren(
      ...texts.map((text, index) => {
        const option = document.createElement('li');
        option.id = `option-${index}`;
        option.textContent = text;
        option.setAttribute('role', 'option');
        // The field keeps the focus, so the press must not take it.
        option.addEventListener('pointerdown', (event) => event.preventDefault());
        option.addEventListener('click', () => choose(text));
        return option;
      }),
    );
    list.hidden = texts.length === 0;
    input.setAttribute('aria-expanded', String(texts.length > 0));
    select(-1);
  };
  const suggest = async () => {
    under?.abort();
    under = new AbortController();
    const { signal } = under;
    const typed = input.value.trim();
    if (typed === '') return close();
    try {
      const response = await fetch(`/complete?${new URLSearchParams({ q: typed })}`, { signal });
      const texts: unknown = await response.json();
      if (signal.aborted || !Array.isArray(texts)) return;
      show(texts.filter((text): text is string => typeof text === 'string' && text !== typed));
    } catch {
      // Nothing is lost without suggestions.
      if (!signal.aborted) close();
    }
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT_MS);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const { length } = list.children;
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === 'ArrowDown' && length > 0) {
      event.preventDefault();
      select((chosen + 1) % length);
    } else if (event.key === 'ArrowUp' && length > 0) {
      event.preventDefault();
      select(chosen <= 0 ? length - 1 : chosen - 1);
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault();
      choose(list.children[chosen]?.textContent ?? input.value);
    }
  });
  return { close };
}
