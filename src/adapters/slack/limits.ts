import type { types } from '@slack/bolt';

/**
 * Slack's limits on what it accepts, in UTF-16 code units and elements.
 * Sources: docs.slack.dev/reference/block-kit and /reference/methods/chat.postMessage; `blockText`, the sum of
 * all text in a message's blocks, is not documented: above about 13,200 Slack answers `msg_blocks_too_long`.
 */
export const LIMITS = {
  blocks: 50,
  blockText: 13_200,
  messageText: 40_000,
  sectionText: 3_000,
  contextElements: 10,
  contextText: 2_000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  url: 3_000,
  actionId: 255,
  headerText: 150,
  /** Not documented for rich text; what other text objects allow. */
  richText: 3_000,
  modalTitle: 24,
  modalBlocks: 100,
  modalMetadata: 3_000,
  inputText: 3_000,
  errorText: 2_000,
  options: 100,
  optionText: 75,
  optionValue: 150,
  suggestedPrompts: 4,
} as const;

/** A message as Herald sends it: `text` for notifications and screen readers, `blocks` for everyone else. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** A modal or the Home tab as Herald sends it. */
export type SlackView = (types.HomeView | types.ModalView) & {
  readonly blocks: types.KnownBlock[];
};

/** The text cut to at most `limit` code units, never within a character, with an ellipsis where cut. */
export function abridge(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The text in pieces of at most `limit` code units, never cut within a character; none for no text. */
export function split(text: string, limit: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const piece = text.slice(start, start + limit);
    const whole =
      start + limit < text.length && /[\uD800-\uDBFF]$/.test(piece) ? piece.slice(0, -1) : piece;
    pieces.push(whole);
    start += whole.length;
  }
  return pieces;
}

/** Every limit that the message breaks, in words; none for a message that Slack accepts. */
export function findViolations({ text, blocks }: SlackMessage): readonly string[] {
  return [
    ...over('text', text.length, LIMITS.messageText),
    ...over('blocks', blocks.length, LIMITS.blocks),
    ...over('text of all blocks', textLength(blocks), LIMITS.blockText),
    ...violationsIn(blocks),
  ];
}

/** Every limit that a modal or Home tab breaks, in words; none for a view that Slack accepts. */
export function findViewViolations(view: SlackView): readonly string[] {
  const { blocks, private_metadata = '' } = view;
  const title = view.type === 'modal' ? view.title.text : '';
  return [
    ...over('blocks', blocks.length, LIMITS.modalBlocks),
    ...over('metadata', private_metadata.length, LIMITS.modalMetadata),
    ...over('title', title.length, LIMITS.modalTitle),
    ...violationsIn(blocks),
  ];
}

function over(what: string, size: number, limit: number): readonly string[] {
  return size > limit ? [`${what}: ${size} of ${limit}`] : [];
}

function violationsIn(blocks: readonly types.KnownBlock[]): readonly string[] {
  const faults: string[] = [];
  const check = (what: string, size: number, limit: number) => {
    faults.push(...over(what, size, limit));
  };
  for (const block of blocks) {
    switch (block.type) {
      case 'rich_text':
        for (const { elements } of block.elements)
          for (const element of elements)
            if (element.type === 'text') check('rich text', element.text.length, LIMITS.richText);
        break;
      case 'context':
        check('context', block.elements.length, LIMITS.contextElements);
        for (const element of block.elements)
          if ('text' in element) check('context text', element.text.length, LIMITS.contextText);
        break;
      case 'actions':
        check('actions', block.elements.length, LIMITS.actionsElements);
        for (const element of block.elements)
          if (element.type === 'button') {
            check('button text', element.text.text.length, LIMITS.buttonText);
            check('button value', element.value?.length ?? 0, LIMITS.buttonValue);
            check('button url', element.url?.length ?? 0, LIMITS.url);
          }
        break;
      case 'header':
        check('header', block.text.text.length, LIMITS.headerText);
        break;
      case 'section':
        check('section text', block.text?.text.length ?? 0, LIMITS.sectionText);
        break;
    }
  }
  return faults;
}

function textLength(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum, item) => sum + textLength(item), 0);
  if (typeof part !== 'object' || part === null) return 0;
  return Object.entries(part).reduce(
    (sum, [key, value]) =>
      sum + (key === 'text' && typeof value === 'string' ? value.length : textLength(value)),
    0,
  );
}
