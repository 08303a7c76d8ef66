import type { View } from './blocks.js';
import type { Message } from './message.js';
import type { SlackServer } from './server.js';
import type { Envelope } from './socket-mode.js';

// Shapes as docs.slack.dev/reference/interaction-payloads gives them, redacted.

/** Somebody, by default the asker, presses the button of a message that has the action id. */
export function click(
  server: SlackServer,
  message: Message,
  actionId: string,
  { user = 'U0ASKER', value }: { readonly user?: string; readonly value?: string } = {},
): Envelope {
  const element = findElement(message.blocks, actionId);
  if (element === undefined) throw new Error(`the message has no ${actionId}`);
  const ephemeral = message.user !== undefined;
  return interactive(server, user, {
    type: 'block_actions',
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: ephemeral,
      ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
    },
    channel: { id: message.channel, name: 'general' },
    ...(ephemeral
      ? {}
      : {
          message: {
            type: 'message',
            bot_id: server.workspace.self.botId,
            ts: message.ts,
            text: message.text,
            ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
          },
        }),
    state: { values: {} },
    response_url: server.responseUrl(message.channel, user),
    actions: [
      {
        action_id: actionId,
        block_id: 'x1Y2z',
        type: element.type,
        value: value ?? element.value,
        action_ts: '1790000000.000000',
      },
    ],
  });
}

/** Somebody presses a button of their Home tab. */
export function clickHome(server: SlackServer, user: string, actionId: string): Envelope {
  const home = server.workspace.homes.get(user);
  const blocks = (home?.blocks ?? []).filter(({ type }) => type === 'actions');
  const element = findElement(blocks as Message['blocks'], actionId);
  if (element === undefined) throw new Error(`the Home tab has no ${actionId}`);
  return interactive(server, user, {
    type: 'block_actions',
    container: { type: 'view', view_id: 'VHOME' },
    view: { id: 'VHOME', type: 'home', callback_id: '', private_metadata: '' },
    actions: [{ action_id: actionId, block_id: 'x1Y2z', ...element, action_ts: '1790000000.0' }],
  });
}

/** Somebody submits a modal with the given values of its fields. */
export function submitView(
  server: SlackServer,
  { id, view }: { readonly id: string; readonly view: View },
  values: Readonly<Record<string, string>>,
  user = 'U0ASKER',
): Envelope {
  const fields = view.blocks.flatMap((block) => (block.type === 'input' ? [block] : []));
  return interactive(server, user, {
    type: 'view_submission',
    view: {
      id,
      team_id: server.workspace.self.teamId,
      ...view,
      state: {
        values: Object.fromEntries(
          fields.map(({ block_id = '', element }) => [
            block_id,
            { [element.action_id ?? '']: stateOf(element.type, values[block_id]) },
          ]),
        ),
      },
      hash: '1790000000.redacted',
    },
    response_urls: [],
  });
}

/** Somebody closes a modal without submitting it. */
export function closeView(
  server: SlackServer,
  { id, view }: { readonly id: string; readonly view: View },
): Envelope {
  const { type, payload } = interactive(server, 'U0ASKER', {
    type: 'view_closed',
    view: { id, team_id: server.workspace.self.teamId, ...view, state: { values: {} } },
    is_cleared: false,
  });
  const { trigger_id, ...rest } = payload as Record<string, unknown>;
  return { type, payload: rest };
}

/** Somebody types into a select that asks for its options. */
export function typeAhead(
  server: SlackServer,
  actionId: string,
  value: string,
  { id, view }: { readonly id?: string; readonly view?: View } = {},
): Envelope {
  const { type, payload } = interactive(server, 'U0ASKER', {
    type: 'block_suggestion',
    action_id: actionId,
    block_id: actionId,
    value,
    container: { type: 'view', view_id: id ?? 'V1' },
    ...(view === undefined ? {} : { view: { id, ...view } }),
  });
  const { trigger_id, ...rest } = payload as Record<string, unknown>;
  return { type, payload: rest };
}

/** Somebody chooses a global shortcut. */
export function globalShortcut(server: SlackServer, callbackId: string): Envelope {
  return interactive(server, 'U0ASKER', {
    type: 'shortcut',
    callback_id: callbackId,
    action_ts: '1790000000.000000',
  });
}

/** Somebody chooses a message shortcut on anyone's message. */
export function messageShortcut(
  server: SlackServer,
  callbackId: string,
  message: { readonly text: string; readonly ts: string; readonly channel: string },
): Envelope {
  return interactive(server, 'U0ASKER', {
    type: 'message_action',
    callback_id: callbackId,
    action_ts: '1790000000.000000',
    message_ts: message.ts,
    channel: { id: message.channel, name: 'general' },
    message: { type: 'message', user: 'U0SOMEBODY', text: message.text, ts: message.ts },
    response_url: server.responseUrl(message.channel, 'U0ASKER'),
  });
}

function interactive(
  { workspace }: SlackServer,
  user: string,
  payload: Readonly<Record<string, unknown>>,
): Envelope {
  return {
    type: 'interactive',
    payload: {
      token: 'redacted',
      api_app_id: 'A0EXAMPLE',
      team: { id: workspace.self.teamId, domain: 'example' },
      enterprise: null,
      is_enterprise_install: false,
      user: { id: user, username: 'asker', name: 'asker', team_id: workspace.self.teamId },
      trigger_id: workspace.nextTrigger(),
      ...payload,
    },
  };
}

function stateOf(type: string, value: string | undefined) {
  if (type === 'plain_text_input') return { type, value: value ?? null };
  const selected =
    value === undefined ? null : { text: { type: 'plain_text', text: value }, value };
  return { type, selected_option: selected };
}

function findElement(
  blocks: Message['blocks'],
  actionId: string,
): { readonly type: string; readonly value?: string | undefined } | undefined {
  for (const block of blocks) {
    if (block.type !== 'actions' && block.type !== 'context_actions') continue;
    for (const element of block.elements)
      if (element.action_id === actionId)
        return element.type === 'button' ? element : { type: element.type };
  }
  return undefined;
}
