import type { SlackServer } from './server.js';
import type { Envelope } from './socket-mode.js';

// Shapes as Slack delivers them, recorded and redacted: see docs.slack.dev/reference/events,
// /interactivity and /apis/events-api#callback-field. Names and ids are made up.

/** What somebody wrote, where and who. */
export interface Words {
  readonly text: string;
  readonly channel?: string;
  readonly user?: string;
  readonly ts?: string;
  readonly thread?: string;
  /** Further fields of the event, such as `bot_id` or `subtype`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

let events = 0;

/** An `events_api` envelope around an event, with an event id of its own. */
export function eventEnvelope(
  { workspace }: SlackServer,
  event: Readonly<Record<string, unknown>>,
): Envelope {
  events += 1;
  return {
    type: 'events_api',
    payload: {
      token: 'redacted',
      team_id: workspace.self.teamId,
      context_team_id: workspace.self.teamId,
      context_enterprise_id: null,
      api_app_id: 'A0EXAMPLE',
      event,
      type: 'event_callback',
      event_id: `Ev${String(events).padStart(8, '0')}`,
      event_time: 1_790_000_000,
      authorizations: [
        {
          enterprise_id: null,
          team_id: workspace.self.teamId,
          user_id: workspace.self.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: '4-redacted',
    },
  };
}

/** Somebody mentions Herald in a channel. */
export function mention(server: SlackServer, words: Words): Envelope {
  return eventEnvelope(server, { type: 'app_mention', ...messageFields(server, words) });
}

/** Somebody writes in a direct message with Herald. */
export function directMessage(server: SlackServer, words: Words): Envelope {
  return eventEnvelope(server, {
    type: 'message',
    ...messageFields(server, { channel: 'D0ASKER', ...words }),
    channel_type: 'im',
  });
}

/** Somebody writes in a channel, as `message.channels` tells. */
export function channelMessage(server: SlackServer, words: Words): Envelope {
  return eventEnvelope(server, {
    type: 'message',
    ...messageFields(server, words),
    channel_type: 'channel',
  });
}

/** Somebody edits a message. */
export function messageChanged(
  server: SlackServer,
  before: Words & { readonly ts: string },
  text: string,
): Envelope {
  const { channel, event_ts, ...previous } = messageFields(server, before);
  const edited = { user: previous.user, ts: server.workspace.nextTs() };
  return eventEnvelope(server, {
    type: 'message',
    subtype: 'message_changed',
    message: { type: 'message', ...previous, text, edited },
    previous_message: { type: 'message', ...previous },
    channel,
    hidden: true,
    ts: edited.ts,
    event_ts: edited.ts,
    channel_type: channel.startsWith('D') ? 'im' : 'channel',
  });
}

/** Somebody deletes a message. */
export function messageDeleted(
  server: SlackServer,
  before: Words & { readonly ts: string },
): Envelope {
  const { channel, event_ts, ...previous } = messageFields(server, before);
  const ts = server.workspace.nextTs();
  return eventEnvelope(server, {
    type: 'message',
    subtype: 'message_deleted',
    previous_message: { type: 'message', ...previous },
    channel,
    hidden: true,
    deleted_ts: before.ts,
    ts,
    event_ts: ts,
    channel_type: channel.startsWith('D') ? 'im' : 'channel',
  });
}

/** Somebody types a slash command. */
export function slashCommand(server: SlackServer, { text, channel, user }: Words): Envelope {
  const place = { channel: channel ?? 'C0GENERAL', user: user ?? 'U0ASKER' };
  return {
    type: 'slash_commands',
    payload: {
      token: 'redacted',
      team_id: server.workspace.self.teamId,
      team_domain: 'example',
      channel_id: place.channel,
      channel_name: 'general',
      user_id: place.user,
      user_name: 'asker',
      command: '/ask',
      text,
      api_app_id: 'A0EXAMPLE',
      is_enterprise_install: 'false',
      response_url: server.responseUrl(place.channel, place.user),
      trigger_id: server.workspace.nextTrigger(),
    },
  };
}

function messageFields(server: SlackServer, { text, channel, user, ts, thread, extra }: Words) {
  const at = ts ?? server.workspace.nextTs();
  return {
    user: user ?? 'U0ASKER',
    ts: at,
    client_msg_id: '00000000-0000-4000-8000-000000000000',
    text,
    team: server.workspace.self.teamId,
    blocks: [
      {
        type: 'rich_text',
        block_id: 'x1Y2z',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
      },
    ],
    ...(thread === undefined ? {} : { thread_ts: thread }),
    channel: channel ?? 'C0GENERAL',
    event_ts: at,
    ...extra,
  };
}
