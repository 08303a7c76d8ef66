import type { App, types } from '@slack/bolt';
import * as v from 'valibot';
import type { AnnouncementCard } from '../../bot/bot.js';
import type { Desk } from './desk.js';
import { escapeMrkdwn, toWellFormed } from './escape.js';
import { abridge, LIMITS } from './limits.js';
import { ownerOf } from './owner.js';
import { linkTo, plainLine, plainText } from './quote.js';

const SUGGESTIONS = 5;
const MAX_CARDS = 20;

const openedSchema = v.object({
  event: v.object({
    user: v.string(),
    channel: v.optional(v.string()),
    tab: v.picklist(['home', 'messages']),
  }),
});
const seenSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ revision: v.string(), since: v.string() }),
);

/** Registers the app's Home tab, and the prompts that its Messages tab offers. */
export function registerHome(app: App, desk: Desk): void {
  const { bot, caller, asking } = desk;
  app.event('app_home_opened', async ({ body, client, context }) => {
    const opened = v.safeParse(openedSchema, body);
    if (!opened.success) return;
    const { event } = opened.output;
    if (event.tab === 'home') {
      const view = renderHome(
        await datedCards(desk),
        bot.suggestions(SUGGESTIONS),
        await asking.recent({ owner: ownerOf(context), user: event.user }),
      );
      await caller.call('views.publish', () => client.views.publish({ user_id: event.user, view }));
      return;
    }
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

/** An announcement with the day that its present revision was first seen. */
export type DatedCard = AnnouncementCard & { readonly since: string };

async function datedCards({ bot, store }: Desk): Promise<readonly DatedCard[]> {
  const today = new Date().toISOString().slice(0, 10);
  return Promise.all(
    bot.announcements().map(async (card) => {
      const key = `slack revision ${card.id}`;
      const seen = v.safeParse(seenSchema, await store.get('setting', key));
      if (seen.success && seen.output.revision === card.revision)
        return { ...card, since: seen.output.since };
      await store.put('setting', key, JSON.stringify({ revision: card.revision, since: today }));
      return { ...card, since: today };
    }),
  );
}

/** The Home tab: what can be asked about, questions to try, and what this person asked before. */
export function renderHome(
  cards: readonly DatedCard[],
  suggestions: readonly string[],
  recent: readonly string[],
): types.HomeView {
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
      ...list('Questions to try', suggestions),
      ...list('What you asked', recent),
    ],
  };
}

function renderCard({
  title,
  source,
  url,
  published,
  revision,
  since,
}: DatedCard): types.KnownBlock[] {
  const link = url === undefined ? undefined : linkTo(url, source ?? new URL(url).hostname);
  const facts = [
    link === undefined && source !== undefined ? escapeMrkdwn(toWellFormed(source)) : (link ?? ''),
    published === undefined ? '' : `published ${escapeMrkdwn(published)}`,
    `revision ${escapeMrkdwn(revision)}, read here since ${since}`,
  ].filter((fact) => fact !== '');
  return [
    { type: 'header', text: plainText(abridge(toWellFormed(title), LIMITS.headerText)) },
    {
      type: 'context',
      elements: [
        { type: 'mrkdwn', text: abridge(facts.join(' · '), LIMITS.contextText), verbatim: true },
      ],
    },
  ];
}
