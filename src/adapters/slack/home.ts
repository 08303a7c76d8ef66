import type { App, types, webApi } from '@slack/bolt';
import * as v from 'valibot';
import type { AnnouncementCard, PresentRevision } from '../../bot/bot.js';
import { type Asker, toLoopAsker } from './asked.js';
import { renderChanges } from './changes.js';
import { ACTIONS, tryButtons } from './controls.js';
import { type Desk, viewWithinLimits } from './desk.js';
import { type Asked, askedBlocks } from './digest.js';
import { escapeMrkdwn, toWellFormed } from './escape.js';
import { abridge, LIMITS, type SlackView } from './limits.js';
import { ownerOf } from './owner.js';
import { privacyBlocks, registerPrivacy } from './privacy.js';
import { linkTo, plainLine, plainText } from './quote.js';

const SUGGESTIONS = 5;
const MAX_CARDS = 15;
const WEEK_MS = 7 * 86_400_000;

const openedSchema = v.object({
  event: v.object({
    user: v.string(),
    channel: v.optional(v.string()),
    tab: v.picklist(['home', 'messages']),
  }),
});

/** Registers the app's Home tab, and the prompts that its Messages tab offers. */
export function registerHome(app: App, desk: Desk): void {
  const { bot, caller } = desk;
  registerPrivacy(app, desk, (client, asker) => publishHome(desk, client, asker));
  app.event('app_home_opened', async ({ body, client, context }) => {
    const opened = v.safeParse(openedSchema, body);
    if (!opened.success) return;
    const { event } = opened.output;
    if (event.tab === 'home')
      return publishHome(desk, client, { owner: ownerOf(context), user: event.user });
    const [first, ...rest] = bot.suggestions(LIMITS.suggestedPrompts).map((question) => ({
      title: abridge(question, LIMITS.buttonText),
      message: question,
    }));
    const { channel } = event;
    if (first === undefined || channel === undefined) return;
    // Without `thread_ts`: with one, prompts fail silently in apps of the agent kind.
    await caller.call('assistant.threads.setSuggestedPrompts', () =>
      client.assistant.threads.setSuggestedPrompts({
        channel_id: channel,
        prompts: [first, ...rest],
      }),
    );
  });
}

/** Shows somebody their Home tab as it is now. */
export async function publishHome(
  desk: Desk,
  client: webApi.WebClient,
  asker: Asker,
): Promise<void> {
  const { bot, caller, asking, loop, log } = desk;
  const view = viewWithinLimits(
    renderHome(
      await datedCards(desk),
      bot.suggestions(SUGGESTIONS),
      await asking.recent(asker),
      loop.isOperator(toLoopAsker(asker))
        ? await loop.report({ since: Date.now() - WEEK_MS, place: `${asker.owner} ` })
        : undefined,
    ),
    log,
  );
  await caller.call('views.publish', () => client.views.publish({ user_id: asker.user, view }));
}

/** An announcement, with what is known of its present revision. */
export type DatedCard = AnnouncementCard & { readonly present?: PresentRevision };

async function datedCards({ bot, revisionOf }: Desk): Promise<readonly DatedCard[]> {
  return Promise.all(
    bot.announcements().map(async (card) => {
      const present = await revisionOf?.(card.id);
      return { ...card, ...(present === undefined ? {} : { present }) };
    }),
  );
}

/** The Home tab: what can be asked about, questions to try, and what this person asked before, and for an operator what all asked. */
export function renderHome(
  cards: readonly DatedCard[],
  suggestions: readonly string[],
  recent: readonly string[],
  asked?: Asked,
): SlackView & types.HomeView {
  const list = (title: string, questions: readonly string[]): types.KnownBlock[] =>
    questions.length === 0
      ? []
      : [
          { type: 'header', text: plainText(title) },
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_list',
                style: 'bullet',
                elements: questions.map((question) =>
                  plainLine(abridge(toWellFormed(question), 300)),
                ),
              },
            ],
          },
        ];
  const offered = (questions: readonly string[]): types.KnownBlock[] =>
    questions.length === 0
      ? []
      : [{ type: 'header', text: plainText('Questions to try') }, ...tryButtons(questions)];
  return {
    type: 'home',
    blocks: [
      ...cards.slice(0, MAX_CARDS).flatMap(renderCard),
      {
        type: 'context',
        elements: [
          plainText(
            'Mention me in a channel, write to me in Messages, or type /ask. I answer with the announcement’s own words.',
          ),
        ],
      },
      ...offered(suggestions),
      ...list('What you asked', recent),
      ...(asked === undefined ? [] : operatorBlocks(asked)),
      ...privacyBlocks(),
    ],
  };
}

/** For those who look after the announcements: what was asked in the last week, and a way to teach. */
function operatorBlocks(asked: Asked): types.KnownBlock[] {
  return [
    { type: 'header', text: plainText('What people asked in the last seven days') },
    ...askedBlocks(asked),
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: ACTIONS.teach, text: plainText('Teach something else') },
      ],
    },
  ];
}

function renderCard({
  title,
  source,
  url,
  published,
  revision,
  present,
}: DatedCard): types.KnownBlock[] {
  const link = url === undefined ? undefined : linkTo(url, source ?? new URL(url).hostname);
  const facts = [
    link === undefined && source !== undefined ? escapeMrkdwn(toWellFormed(source)) : (link ?? ''),
    published === undefined ? '' : `published ${escapeMrkdwn(published)}`,
    `revision ${escapeMrkdwn(revision)}`,
    present === undefined ? '' : `read here since ${dayOf(present.since)}`,
  ].filter((fact) => fact !== '');
  return [
    { type: 'header', text: plainText(abridge(toWellFormed(title), LIMITS.headerText)) },
    {
      type: 'context',
      elements: [
        { type: 'mrkdwn', text: abridge(facts.join(' · '), LIMITS.contextText), verbatim: true },
      ],
    },
    ...(present?.changes === undefined ? [] : renderChanges(present.changes, dayOf(present.since))),
  ];
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
