import { ApplicationCommandType, InteractionType, MessageType } from 'discord.js';
import * as v from 'valibot';

const user = v.object({
  id: v.string(),
  username: v.optional(v.string(), ''),
  global_name: v.nullish(v.string()),
  bot: v.optional(v.boolean(), false),
});

/** A set of permissions, as bits in decimal digits; none where it cannot be read. */
const permissions = v.fallback(v.optional(v.pipe(v.string(), v.digits())), undefined);

const member = v.object({
  user: v.optional(user),
  nick: v.nullish(v.string()),
  permissions,
});

/** What Herald reads of a message. */
export const messageSchema = v.object({
  id: v.string(),
  channel_id: v.string(),
  guild_id: v.optional(v.string()),
  type: v.optional(v.number(), MessageType.Default),
  content: v.optional(v.string(), ''),
  author: v.optional(user),
  webhook_id: v.optional(v.string()),
  mentions: v.optional(v.array(user), []),
  referenced_message: v.nullish(
    v.object({ id: v.string(), author: v.optional(user), content: v.optional(v.string(), '') }),
  ),
});

/** A message as Herald reads it. */
export type Message = v.InferOutput<typeof messageSchema>;

/** What Herald reads of a deleted message, or of several. */
export const deletedSchema = v.object({
  id: v.optional(v.string()),
  ids: v.optional(v.array(v.string()), []),
  channel_id: v.string(),
});

/** An option that a command was given: a value, or a subcommand with options of its own. */
export interface Option {
  readonly name: string;
  readonly value?: string | number | boolean | undefined;
  readonly focused?: boolean | undefined;
  readonly options?: readonly Option[] | undefined;
}

const option: v.GenericSchema<unknown, Option> = v.object({
  name: v.string(),
  value: v.optional(v.union([v.string(), v.number(), v.boolean()])),
  focused: v.optional(v.boolean()),
  options: v.optional(v.array(v.lazy(() => option))),
});

const options = v.optional(v.array(option), []);

const common = {
  id: v.string(),
  application_id: v.string(),
  token: v.string(),
  locale: v.optional(v.string()),
  guild_id: v.optional(v.string()),
  channel_id: v.optional(v.string()),
  channel: v.optional(
    v.object({ id: v.string(), type: v.optional(v.number()), parent_id: v.nullish(v.string()) }),
  ),
  member: v.optional(member),
  user: v.optional(user),
  /** 0 in a server, 1 in a direct message with Herald, 2 in other direct messages. */
  context: v.nullish(v.number()),
  /** What Herald may do where it was used. */
  app_permissions: permissions,
  /** Who installed it for there, by kind: 0 the server, 1 the user. */
  authorizing_integration_owners: v.fallback(
    v.optional(v.record(v.string(), v.string())),
    undefined,
  ),
};

const chatInput = v.object({
  type: v.literal(ApplicationCommandType.ChatInput),
  name: v.string(),
  options,
});

const modalText = v.object({ custom_id: v.string(), value: v.optional(v.string(), '') });

/** What Herald reads of an interaction. */
export const interactionSchema = v.variant('type', [
  v.object({
    ...common,
    type: v.literal(InteractionType.ApplicationCommand),
    data: v.variant('type', [
      chatInput,
      v.object({
        type: v.literal(ApplicationCommandType.Message),
        name: v.string(),
        target_id: v.string(),
        resolved: v.object({
          messages: v.record(v.string(), v.object({ content: v.optional(v.string(), '') })),
        }),
      }),
    ]),
  }),
  v.object({
    ...common,
    type: v.literal(InteractionType.ApplicationCommandAutocomplete),
    data: chatInput,
  }),
  v.object({
    ...common,
    type: v.literal(InteractionType.MessageComponent),
    message: v.object({ id: v.string() }),
    data: v.object({ custom_id: v.string() }),
  }),
  v.object({
    ...common,
    type: v.literal(InteractionType.ModalSubmit),
    data: v.object({
      custom_id: v.string(),
      /** Each field within a label. */
      components: v.optional(v.array(v.object({ component: v.optional(modalText) })), []),
    }),
  }),
]);

/** What of an interaction that Herald cannot read suffices to say so; not for type-ahead, which takes no words. */
export const answerableSchema = v.object({
  id: v.string(),
  application_id: v.string(),
  token: v.string(),
  locale: v.fallback(v.optional(v.string()), undefined),
  type: v.picklist([
    InteractionType.ApplicationCommand,
    InteractionType.MessageComponent,
    InteractionType.ModalSubmit,
  ]),
});

/** An interaction as Herald reads it. */
export type InteractionPayload = v.InferOutput<typeof interactionSchema>;

/** The interaction of one type. */
export type PayloadOf<Type extends InteractionPayload['type']> = Extract<
  InteractionPayload,
  { type: Type }
>;
