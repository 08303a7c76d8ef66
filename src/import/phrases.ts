import type { BlockContent, PhrasingContent } from 'mdast';

/** Paragraphs of running text: two line breaks part them, one is a line's end within. */
export function paragraphs(phrases: readonly PhrasingContent[]): BlockContent[] {
  const blocks: BlockContent[] = [];
  let children: PhrasingContent[] = [];
  let breaks = 0;
  const close = () => {
    const words = trimmed(children);
    if (words.length > 0) blocks.push({ type: 'paragraph', children: words });
    children = [];
  };
  for (const phrase of phrases) {
    if (phrase.type === 'break') {
      breaks += 1;
      if (breaks === 2) close();
      continue;
    }
    if (phrase.type === 'text' && phrase.value.trim() === '' && breaks > 0) continue;
    if (breaks === 1) children.push({ type: 'text', value: '\n' });
    breaks = 0;
    children.push(phrase);
  }
  close();
  return blocks;
}

/** Running text on one line. */
export function oneLine(phrases: readonly PhrasingContent[]): PhrasingContent[] {
  return trimmed(
    phrases.map((phrase) => (phrase.type === 'break' ? { type: 'text', value: ' ' } : phrase)),
  );
}

/** Phrases with neighbouring texts joined, white space between words single, none at the ends. */
export function trimmed(phrases: readonly PhrasingContent[]): PhrasingContent[] {
  const joined: PhrasingContent[] = [];
  for (const phrase of phrases) {
    const before = joined.at(-1);
    if (phrase.type === 'text' && before?.type === 'text') {
      joined[joined.length - 1] = { type: 'text', value: before.value + phrase.value };
    } else joined.push(phrase);
  }
  return joined
    .map((phrase, index): PhrasingContent => {
      if (phrase.type !== 'text') return phrase;
      let value = phrase.value.replace(/ +/g, ' ').replace(/ ?\n ?/g, '\n');
      if (index === 0) value = value.trimStart();
      if (index === joined.length - 1) value = value.trimEnd();
      return { type: 'text', value };
    })
    .filter((phrase) => phrase.type !== 'text' || phrase.value !== '');
}
