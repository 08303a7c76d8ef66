import * as v from 'valibot';
import { Refusal } from './refusal.js';

// Limits as docs.slack.dev/reference/block-kit states them; on purpose not those of src/.

const wellFormed = v.check((text: string) => !/\p{Surrogate}/u.test(text), 'not well-formed');
const text = (limit: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(limit), wellFormed);
const plain = (limit: number) =>
  v.strictObject({
    type: v.literal('plain_text'),
    text: text(limit),
    emoji: v.optional(v.boolean()),
  });
const mrkdwn = (limit: number) =>
  v.strictObject({
    type: v.literal('mrkdwn'),
    text: text(limit),
    verbatim: v.optional(v.boolean()),
  });
const textObject = (limit: number) => v.variant('type', [plain(limit), mrkdwn(limit)]);
const blockId = { block_id: v.optional(text(255)) };
const actionId = { action_id: v.optional(text(255)) };
const url = v.pipe(text(3_000), v.url());

const style = v.optional(
  v.strictObject({
    bold: v.optional(v.boolean()),
    italic: v.optional(v.boolean()),
    strike: v.optional(v.boolean()),
    code: v.optional(v.boolean()),
  }),
);
const inline = v.variant('type', [
  v.strictObject({ type: v.literal('text'), text: text(4_000), style }),
  v.strictObject({ type: v.literal('link'), url, text: v.optional(text(4_000)), style }),
  v.strictObject({ type: v.literal('emoji'), name: text(100), unicode: v.optional(v.string()) }),
  v.strictObject({ type: v.literal('user'), user_id: v.string() }),
  v.strictObject({ type: v.literal('usergroup'), usergroup_id: v.string() }),
  v.strictObject({ type: v.literal('channel'), channel_id: v.string() }),
  v.strictObject({ type: v.literal('broadcast'), range: v.string() }),
]);
const section = v.strictObject({
  type: v.literal('rich_text_section'),
  elements: v.pipe(v.array(inline), v.minLength(1)),
});
const richText = v.strictObject({
  type: v.literal('rich_text'),
  ...blockId,
  elements: v.pipe(
    v.array(
      v.variant('type', [
        section,
        v.strictObject({
          type: v.literal('rich_text_quote'),
          elements: v.pipe(v.array(inline), v.minLength(1)),
          border: v.optional(v.number()),
        }),
        v.strictObject({
          type: v.literal('rich_text_preformatted'),
          elements: v.pipe(v.array(inline), v.minLength(1)),
        }),
        v.strictObject({
          type: v.literal('rich_text_list'),
          elements: v.array(section),
          style: v.picklist(['bullet', 'ordered']),
        }),
      ]),
    ),
    v.minLength(1),
  ),
});

const button = v.strictObject({
  type: v.literal('button'),
  ...actionId,
  text: plain(75),
  value: v.optional(text(2_000)),
  url: v.optional(url),
  style: v.optional(v.picklist(['primary', 'danger'])),
  accessibility_label: v.optional(text(75)),
  confirm: v.optional(
    v.strictObject({
      title: plain(100),
      text: plain(300),
      confirm: plain(30),
      deny: plain(30),
    }),
  ),
});
const option = v.strictObject({ text: plain(75), value: text(150) });
const externalSelect = v.strictObject({
  type: v.literal('external_select'),
  ...actionId,
  placeholder: v.optional(plain(150)),
  min_query_length: v.optional(v.number()),
  initial_option: v.optional(option),
  focus_on_load: v.optional(v.boolean()),
});
const plainTextInput = v.strictObject({
  type: v.literal('plain_text_input'),
  ...actionId,
  multiline: v.optional(v.boolean()),
  initial_value: v.optional(v.string()),
  max_length: v.optional(v.pipe(v.number(), v.maxValue(3_000))),
  placeholder: v.optional(plain(150)),
  focus_on_load: v.optional(v.boolean()),
});
const vote = v.strictObject({
  text: plain(75),
  value: text(2_000),
  accessibility_label: v.optional(text(75)),
});
const feedbackButtons = v.strictObject({
  type: v.literal('feedback_buttons'),
  ...actionId,
  positive_button: vote,
  negative_button: vote,
});

const block = v.variant('type', [
  richText,
  v.strictObject({
    type: v.literal('section'),
    ...blockId,
    text: textObject(3_000),
    expand: v.optional(v.boolean()),
    accessory: v.optional(button),
  }),
  v.strictObject({ type: v.literal('header'), ...blockId, text: plain(150) }),
  v.strictObject({ type: v.literal('divider'), ...blockId }),
  v.strictObject({
    type: v.literal('context'),
    ...blockId,
    elements: v.pipe(v.array(textObject(2_000)), v.minLength(1), v.maxLength(10)),
  }),
  v.strictObject({
    type: v.literal('actions'),
    ...blockId,
    elements: v.pipe(v.array(button), v.minLength(1), v.maxLength(25)),
  }),
  v.strictObject({
    type: v.literal('context_actions'),
    ...blockId,
    elements: v.pipe(v.array(feedbackButtons), v.minLength(1), v.maxLength(5)),
  }),
  v.strictObject({
    type: v.literal('input'),
    ...blockId,
    label: plain(2_000),
    element: v.variant('type', [plainTextInput, externalSelect]),
    hint: v.optional(plain(2_000)),
    optional: v.optional(v.boolean()),
    dispatch_action: v.optional(v.boolean()),
  }),
]);

/** A block that Slack accepts. */
export type Block = v.InferOutput<typeof block>;

const view = v.pipe(
  v.variant('type', [
    v.strictObject({
      type: v.literal('modal'),
      title: plain(24),
      submit: v.optional(plain(24)),
      close: v.optional(plain(24)),
      callback_id: v.optional(text(255)),
      private_metadata: v.optional(v.pipe(v.string(), v.maxLength(3_000))),
      notify_on_close: v.optional(v.boolean()),
      blocks: v.pipe(v.array(block), v.maxLength(100)),
    }),
    v.strictObject({
      type: v.literal('home'),
      callback_id: v.optional(text(255)),
      private_metadata: v.optional(v.pipe(v.string(), v.maxLength(3_000))),
      blocks: v.pipe(v.array(block), v.maxLength(100)),
    }),
  ]),
  v.check(
    (candidate) =>
      candidate.type === 'home' ||
      candidate.submit !== undefined ||
      !candidate.blocks.some(({ type }) => type === 'input'),
    'a modal with inputs needs `submit`',
  ),
);

/** A view that Slack accepts. */
export type View = v.InferOutput<typeof view>;

/** What Slack answers an `external_select` with. */
export const optionsSchema = v.strictObject({
  options: v.pipe(v.array(option), v.maxLength(100)),
});

/** Narrows the `view` of a request; throws the refusal that Slack would answer. */
export function parseView(input: unknown): View {
  return parse(view, input, 'invalid_arguments');
}

/** Narrows the `blocks` of a message; throws the refusal that Slack would answer. */
export function parseBlocks(input: unknown): readonly Block[] {
  const blocks = parse(v.pipe(v.array(block), v.maxLength(50)), input, 'invalid_blocks');
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  if (new Set(ids).size < ids.length) throw new Refusal('invalid_blocks', ['block_id not unique']);
  for (const { type, ...rest } of blocks) {
    if (type === 'input') throw new Refusal('invalid_blocks', ['input in a message']);
    const elements = 'elements' in rest ? rest.elements : [];
    const actions = elements.flatMap((element) =>
      'action_id' in element ? (element.action_id ?? []) : [],
    );
    if (new Set(actions).size < actions.length)
      throw new Refusal('invalid_blocks', ['action_id not unique']);
  }
  const length = textLength(blocks);
  if (length > 13_200) throw new Refusal('msg_blocks_too_long', [String(length)]);
  return blocks;
}

/** Narrows with the refusal that Slack would answer, and what is wrong in words. */
export function parse<T>(schema: v.GenericSchema<unknown, T>, input: unknown, code: string): T {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  throw new Refusal(
    code,
    parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.message}`),
  );
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
