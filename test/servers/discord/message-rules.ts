import { invalidForm, Refusal } from './refusal.js';

/** A body as it came in. */
export type Json = Readonly<Record<string, unknown>>;

const V2 = 1 << 15;
const SENT_KEYS = [
  'content',
  'components',
  'flags',
  'allowed_mentions',
  'message_reference',
  'nonce',
  'enforce_nonce',
  'attachments',
  // Not a key of Discord's: the files of a form, as this server reads them.
  'files',
];
const TYPES = { row: 1, button: 2, section: 9, text: 10, separator: 14, container: 17 } as const;

/** Refuses a message that Discord would refuse. */
export function checkMessage(body: Json): void {
  const faults = messageFaults(body);
  if (faults.length > 0) throw invalidForm(faults);
  // Not documented: above about 10,170 bytes of text in components Discord fails.
  if (Buffer.byteLength(textOf(body.components).join('')) > 10_170)
    throw new Refusal(500, 0, '500: Internal Server Error');
}

/** Whether a message is made of components. */
export function isComponents(body: Json): boolean {
  return (Number(body.flags ?? 0) & V2) !== 0;
}

/** Every text that a message shows. */
export function textOf(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(textOf);
  if (!isObject(part)) return [];
  const own = [part.content, part.label].filter((text) => typeof text === 'string');
  return [...own, ...textOf(part.components), ...textOf(part.accessory)];
}

/** Whom a message would ping. */
export function pingsOf(body: Json): readonly string[] {
  const texts = [body.content, ...textOf(body.components)].join('\n');
  const written = texts.match(/<@[!&]?\d+>|@everyone|@here/g) ?? [];
  const allowed = isObject(body.allowed_mentions) ? body.allowed_mentions : { parse: ['all'] };
  const parses = Array.isArray(allowed.parse) ? allowed.parse : [];
  const replied =
    body.message_reference !== undefined && allowed.replied_user !== false ? ['author'] : [];
  return [...(parses.length > 0 ? written : []), ...replied];
}

function messageFaults(body: Json): readonly string[] {
  const faults = Object.keys(body)
    .filter((key) => !SENT_KEYS.includes(key))
    .map((key) => `${key}: unknown`);
  const { content, components, nonce } = body;
  if (content !== undefined && (typeof content !== 'string' || content.length > 2_000))
    faults.push('content: at most 2000 characters');
  if (nonce !== undefined && String(nonce).length > 25) faults.push('nonce: at most 25 characters');
  if (!isWellFormed(JSON.stringify(body))) faults.push('body: lone surrogates');
  const list = Array.isArray(components) ? components : [];
  if (isComponents(body)) {
    if (content !== undefined) faults.push('content: not with components');
    if (list.length === 0) faults.push('components: none');
    faults.push(...list.flatMap((part) => partFaults(part, 'message')));
    const texts = textOf(components).join('');
    if (countOf(list) > 40) faults.push('components: at most 40');
    if (texts.length > 4_000 + labelLength(list)) faults.push('text: at most 4000 characters');
  } else {
    if (typeof content !== 'string' || content.trim() === '')
      faults.push('content: cannot send an empty message');
    for (const part of list)
      if (!isObject(part) || part.type !== TYPES.row) faults.push('components: only rows');
      else faults.push(...partFaults(part, 'message'));
  }
  const ids = customIds(list);
  if (new Set(ids).size < ids.length) faults.push('custom_id: duplicate');
  return faults;
}

const CHILDREN: Readonly<Record<string, readonly number[]>> = {
  message: [TYPES.row, TYPES.section, TYPES.text, TYPES.separator, TYPES.container],
  container: [TYPES.row, TYPES.section, TYPES.text, TYPES.separator],
  section: [TYPES.text],
  row: [TYPES.button],
};

function partFaults(part: unknown, parent: string): readonly string[] {
  if (!isObject(part)) return [`${parent}: not a component`];
  if (!CHILDREN[parent]?.includes(Number(part.type))) return [`${parent}: no type ${part.type}`];
  const children = Array.isArray(part.components) ? part.components : [];
  switch (part.type) {
    case TYPES.text:
      return typeof part.content === 'string' && part.content.trim() !== ''
        ? []
        : ['text: needs content'];
    case TYPES.button:
      return buttonFaults(part);
    case TYPES.section:
      return [
        ...(children.length >= 1 && children.length <= 3 ? [] : ['section: 1 to 3 texts']),
        ...children.flatMap((child) => partFaults(child, 'section')),
        ...partFaults(part.accessory, 'row'),
      ];
    case TYPES.row:
      return [
        ...(children.length >= 1 && children.length <= 5 ? [] : ['row: 1 to 5 buttons']),
        ...children.flatMap((child) => partFaults(child, 'row')),
      ];
    case TYPES.container:
      return [
        ...(children.length >= 1 ? [] : ['container: empty']),
        ...children.flatMap((child) => partFaults(child, 'container')),
      ];
    default:
      return [];
  }
}

function buttonFaults({ label, style, custom_id, url }: Json): readonly string[] {
  const faults: string[] = [];
  if (typeof label !== 'string' || label.trim() === '' || label.length > 80)
    faults.push('button: a label of 1 to 80 characters');
  if (style === 5) {
    if (typeof url !== 'string' || url.length > 512) faults.push('button: a url of at most 512');
  } else if (typeof custom_id !== 'string' || custom_id === '' || custom_id.length > 100)
    faults.push('button: a custom_id of 1 to 100 characters');
  return faults;
}

function countOf(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum, child) => sum + countOf(child), 0);
  if (!isObject(part)) return 0;
  return 1 + countOf(part.components) + countOf(part.accessory);
}

function labelLength(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum, child) => sum + labelLength(child), 0);
  if (!isObject(part)) return 0;
  const own = typeof part.label === 'string' ? part.label.length : 0;
  return own + labelLength(part.components) + labelLength(part.accessory);
}

function customIds(part: unknown): readonly unknown[] {
  if (Array.isArray(part)) return part.flatMap(customIds);
  if (!isObject(part)) return [];
  const own = part.custom_id === undefined ? [] : [part.custom_id];
  return [...own, ...customIds(part.components), ...customIds(part.accessory)];
}

function isWellFormed(json: string): boolean {
  return !/(?<!\\)(?:\\\\)*\\u[dD][89abAB]/.test(json);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
