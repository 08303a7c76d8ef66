import * as v from 'valibot';
import { parse, parseView } from './blocks.js';
import { type Message, parseContent } from './message.js';
import { Refusal } from './refusal.js';
import type { Installed, Workspace } from './workspace.js';

/** A method of the Web API: whose token it takes, and what it does with narrowed arguments. */
interface Method {
  readonly token: 'bot' | 'app' | 'none';
  /** Scopes that the call takes besides its token's being right. */
  readonly scopes?: (args: Readonly<Record<string, unknown>>) => readonly string[];
  readonly run: (
    args: Readonly<Record<string, unknown>>,
    workspace: Workspace,
    self: Installed,
  ) => object;
}

const flag = v.optional(v.picklist(['true', 'false']));
const channelAndTs = v.object({ channel: v.string(), ts: v.string() });

function findMessage({ messages }: Workspace, args: unknown): Message {
  const { channel, ts } = parse(channelAndTs, args, 'invalid_arguments');
  const message = messages.find(
    (candidate) => candidate.channel === channel && candidate.ts === ts,
  );
  if (message === undefined) throw new Refusal('message_not_found');
  return message;
}

function checkChannel({ channels }: Workspace, channel: string): void {
  const state = channels.get(channel);
  if (state === undefined && !/^[CDG]/.test(channel)) throw new Refusal('channel_not_found');
  if (state !== undefined && state !== 'joined') throw new Refusal(state);
}

/** The methods that the server knows; any other is refused as unknown. */
export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': {
    token: 'bot',
    run: (_, __, self) => ({
      url: 'https://example.slack.com/',
      team: 'Example',
      user: 'herald',
      team_id: self.teamId,
      user_id: self.userId,
      bot_id: self.botId,
      is_enterprise_install: false,
    }),
  },
  'oauth.v2.access': {
    token: 'none',
    run: (args, { grants, installed }) => {
      const { code } = parse(
        v.object({
          code: v.string(),
          client_id: v.literal('12345.67890'),
          client_secret: v.literal('canary-client-secret'),
        }),
        args,
        'bad_client_secret',
      );
      const grant = grants.get(code);
      if (grant === undefined) throw new Refusal('invalid_code');
      grants.delete(code);
      installed.set(grant.token, grant);
      const org = grant.enterpriseId !== undefined;
      return {
        access_token: grant.token,
        token_type: 'bot',
        scope: 'chat:write',
        bot_user_id: grant.userId,
        app_id: 'A0EXAMPLE',
        team: org ? null : { id: grant.teamId, name: 'Example' },
        enterprise: org ? { id: grant.enterpriseId, name: 'Example Org' } : null,
        authed_user: { id: 'U0ADMIN' },
        is_enterprise_install: org,
      };
    },
  },
  'apps.connections.open': { token: 'app', run: (_, { socketUrl }) => ({ url: socketUrl() }) },
  'chat.postMessage': {
    token: 'bot',
    run: (args, workspace) => {
      const {
        channel: target,
        thread_ts,
        unfurl_links,
        unfurl_media,
        metadata,
      } = parse(
        v.object({
          channel: v.string(),
          thread_ts: v.optional(v.pipe(v.string(), v.regex(/^\d+\.\d{6}$/))),
          unfurl_links: flag,
          unfurl_media: flag,
          metadata: v.optional(
            v.strictObject({
              event_type: v.string(),
              event_payload: v.record(v.string(), v.any()),
            }),
          ),
        }),
        args,
        'invalid_arguments',
      );
      // A person's id stands for the direct message with them.
      const channel = target.replace(/^[UW]/, 'D');
      checkChannel(workspace, channel);
      const content = parseContent(args);
      if (unfurl_links !== 'false' || unfurl_media !== 'false')
        workspace.unfurled.push(content.text);
      const ts = workspace.nextTs();
      const message = { channel, ts, ...(thread_ts ? { thread: thread_ts } : {}), ...content };
      workspace.messages.push(message);
      if (metadata !== undefined) workspace.metadata.set(ts, metadata);
      return { channel, ts, message: { ...content, ts, user: workspace.self.userId } };
    },
  },
  'conversations.replies': {
    token: 'bot',
    scopes: ({ channel }) => [String(channel).startsWith('D') ? 'im:history' : 'channels:history'],
    run: (args, { messages, metadata }) => {
      const { channel, ts, include_all_metadata } = parse(
        v.object({ channel: v.string(), ts: v.string(), include_all_metadata: flag }),
        args,
        'invalid_arguments',
      );
      return {
        messages: messages
          .filter((message) => message.channel === channel && message.thread === ts)
          .map((message) => ({
            type: 'message',
            text: message.text,
            ts: message.ts,
            thread_ts: ts,
            ...(include_all_metadata === 'true' ? { metadata: metadata.get(message.ts) } : {}),
          })),
        has_more: false,
      };
    },
  },
  'chat.postEphemeral': {
    token: 'bot',
    run: (args, workspace) => {
      const { channel, user, thread_ts } = parse(
        v.object({ channel: v.string(), user: v.string(), thread_ts: v.optional(v.string()) }),
        args,
        'invalid_arguments',
      );
      checkChannel(workspace, channel);
      const ts = workspace.nextTs();
      workspace.ephemerals.push({
        channel,
        ts,
        user,
        ...(thread_ts ? { thread: thread_ts } : {}),
        ...parseContent(args),
      });
      return { message_ts: ts };
    },
  },
  'chat.update': {
    token: 'bot',
    run: (args, workspace) => {
      const message = findMessage(workspace, args);
      const content = parseContent(args);
      workspace.messages.splice(workspace.messages.indexOf(message), 1, { ...message, ...content });
      return { channel: message.channel, ts: message.ts, text: content.text };
    },
  },
  'chat.delete': {
    token: 'bot',
    run: (args, workspace) => {
      const message = findMessage(workspace, args);
      workspace.messages.splice(workspace.messages.indexOf(message), 1);
      return { channel: message.channel, ts: message.ts };
    },
  },
  'views.open': {
    token: 'bot',
    run: (args, workspace) => {
      const { trigger_id } = parse(v.object({ trigger_id: v.string() }), args, 'invalid_arguments');
      const issuedAt = workspace.triggers.get(trigger_id);
      if (issuedAt === undefined) throw new Refusal('invalid_trigger_id');
      if (Date.now() - issuedAt > 3_000) throw new Refusal('expired_trigger_id');
      workspace.triggers.delete(trigger_id);
      const view = parseView(args.view);
      const id = `V${workspace.views.length + 1}`;
      workspace.views.push({ id, view });
      return { view: { id, ...view } };
    },
  },
  'views.publish': {
    token: 'bot',
    run: (args, workspace) => {
      const { user_id } = parse(v.object({ user_id: v.string() }), args, 'invalid_arguments');
      const view = parseView(args.view);
      workspace.homes.set(user_id, view);
      return { view };
    },
  },
  'assistant.threads.setStatus': {
    token: 'bot',
    run: (args) => {
      const schema = v.object({
        channel_id: v.string(),
        thread_ts: v.string(),
        status: v.string(),
      });
      parse(schema, args, 'invalid_arguments');
      return {};
    },
  },
  'assistant.threads.setSuggestedPrompts': {
    token: 'bot',
    run: (args, workspace) => {
      const { channel_id, prompts } = parse(
        v.object({
          channel_id: v.string(),
          title: v.optional(v.string()),
          prompts: v.pipe(
            v.array(v.strictObject({ title: v.string(), message: v.string() })),
            v.minLength(1),
            v.maxLength(4),
          ),
        }),
        args,
        'invalid_arguments',
      );
      workspace.prompts.set(channel_id, prompts);
      return {};
    },
  },
};
