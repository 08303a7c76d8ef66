/** What Discord shows of a message's text: which characters, and what of it is live. */
export interface Shown {
  /** The text of the quotations in it, as a reader sees it. */
  readonly quoted: string;
  /** Parts of it in bold. */
  readonly bold: readonly string[];
  /** Everything in the quotations that is more than characters, but for bold. */
  readonly live: readonly string[];
}

/** The rules of Discord's client, apart from bold; each is tried where no backslash stands before. */
const RULES: readonly RegExp[] = [
  /<(?:@[!&]?|#|id:|\/[\w -]+:)\w+>/g,
  /<a?:\w+:\d+>/g,
  /<t:-?\d+(?::\w)?>/g,
  /<[a-z]+:[^>]+>/gi,
  /@everyone|@here/g,
  /(?:https?|steam|discord):\/\/\S/gi,
  /(?:discord(?:app)?\.com\/|discord\.(?:gg|gift|new)\/)\S/gi,
  /\[[^\]]*\]\([^)]*\)/g,
  /:[^\s:]+:/g,
  /^\s*#{1,3} /gm,
  /^\s*-# /gm,
  /^\s*[-*+] /gm,
  /^\s*\d+\. /gm,
  /^\s*>(?:>>)? /gm,
  /\|\|/g,
  /`/g,
  /~~/g,
  /[*_]/g,
];

const ESCAPED = '\uE000';

/** Reads the quotations of a message as Discord's client does. */
export function readQuotations(content: string): Shown {
  const inner = content
    .split('\n')
    .filter((line) => line.startsWith('> '))
    .map((line) => line.slice(2))
    .join('\n');
  // A backslash takes the meaning of any character but letters, digits and white space.
  const pairs: string[] = [];
  const masked = inner.replace(/\\([^0-9A-Za-z\s])/g, (_, character: string) => {
    pairs.push(character);
    return ESCAPED;
  });
  const bold: string[] = [];
  const unmask = (text: string, before = '') => {
    let next = before.split(ESCAPED).length - 1;
    return text.replaceAll(ESCAPED, () => pairs[next++] ?? '');
  };
  const plain = masked.replace(/\*\*([^*\n]+)\*\*/g, (_, emphasized: string, from: number) => {
    bold.push(unmask(emphasized, masked.slice(0, from)));
    return emphasized;
  });
  const live = RULES.flatMap((rule) => plain.match(rule) ?? []);
  return { quoted: unmask(plain), bold, live };
}
