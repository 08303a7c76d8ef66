/** The slash command that asks. */
export const COMMAND = '/ask';
/** Callback id of the global shortcut that opens the modal to ask in. */
export const ASK_SHORTCUT = 'herald_ask';
/** Callback id of the message shortcut that answers a message. */
export const MESSAGE_SHORTCUT = 'herald_answer_message';

/** Bot scopes that Herald cannot do without. */
export const SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'chat:write',
  'commands',
  'im:history',
] as const;
/** Bot scopes that an installer may decline: they let Herald follow a thread that it answered in. */
export const OPTIONAL_SCOPES = ['channels:history', 'groups:history'] as const;

/** Where Slack sends requests in HTTP mode, and where people install the app. */
export const PATHS = {
  events: '/slack/events',
  install: '/slack/install',
  redirect: '/slack/oauth_redirect',
} as const;

const EVENTS = [
  'app_home_opened',
  'app_mention',
  'message.im',
  'message.channels',
  'message.groups',
  'app_uninstalled',
  'tokens_revoked',
] as const;

/**
 * The app's manifest, as docs.slack.dev/reference/app-manifest describes it: for Socket Mode, or with the
 * public address of Herald for HTTP mode.
 */
export function createManifest(address?: URL): object {
  const at = (path: string) =>
    address === undefined ? undefined : new URL(path, address).toString();
  const events = at(PATHS.events);
  const redirect = at(PATHS.redirect);
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: 'Herald',
      description: 'Answers questions about an announcement with its own words.',
      background_color: '#1f2a44',
    },
    features: {
      agent_view: {
        agent_description:
          'Ask about the announcement. Herald quotes the passages that answer, word for word, and says so when the announcement does not.',
      },
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'Herald', always_online: true },
      shortcuts: [
        {
          name: 'Answer from announcement',
          type: 'message',
          callback_id: MESSAGE_SHORTCUT,
          description: 'Quotes what the announcement says to this message',
        },
        {
          name: 'Ask the announcement',
          type: 'global',
          callback_id: ASK_SHORTCUT,
          description: 'Opens a window to ask in',
        },
      ],
      slash_commands: [
        {
          command: COMMAND,
          description: 'Ask about the announcement; only you see the answer',
          usage_hint: '[question, my-data or forget-me]',
          should_escape: true,
          ...(events === undefined ? {} : { url: events }),
        },
      ],
    },
    oauth_config: {
      scopes: { bot: SCOPES, bot_optional: OPTIONAL_SCOPES },
      ...(redirect === undefined ? {} : { redirect_urls: [redirect] }),
    },
    settings: {
      event_subscriptions: {
        ...(events === undefined ? {} : { request_url: events }),
        bot_events: EVENTS,
      },
      interactivity: {
        is_enabled: true,
        ...(events === undefined ? {} : { request_url: events, message_menu_options_url: events }),
      },
      org_deploy_enabled: true,
      socket_mode_enabled: events === undefined,
      token_rotation_enabled: false,
    },
  };
}
