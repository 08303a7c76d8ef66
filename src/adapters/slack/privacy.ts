import type { App, types, webApi } from '@slack/bolt';
import { type Asker, toLoopAsker } from './asked.js';
import { readHomePress } from './clicks.js';
import { ACTIONS } from './controls.js';
import { type Desk, post } from './desk.js';
import { escapeMrkdwn, toWellFormed } from './escape.js';
import { LIMITS, type SlackMessage, split } from './limits.js';
import { ownerOf } from './owner.js';
import { plainLine, plainText } from './quote.js';
import { renderWords } from './render.js';

/** What may be typed after `/ask` in place of a question. */
export const PRIVACY_WORDS = { myData: 'my-data', forgetMe: 'forget-me' } as const;

const PART = 9_000;
const SENT = 'I send you all that I keep of you in a direct message.';
const FORGOTTEN =
  'Done. Your questions, your name for me and what you wanted to be told of are deleted; only counts are left.';

/** Whether a command asks for its asker's data, or to be forgotten; `undefined` for a question. */
export function readPrivacyWord(text: string): keyof typeof PRIVACY_WORDS | undefined {
  const word = text.trim().toLowerCase();
  if (word === PRIVACY_WORDS.myData) return 'myData';
  return word === PRIVACY_WORDS.forgetMe ? 'forgetMe' : undefined;
}

/** Forgets somebody, or sends them what is kept of them; what to say to them, and what is still to be done. */
export async function heedPrivacyWord(
  desk: Desk,
  client: webApi.WebClient,
  word: keyof typeof PRIVACY_WORDS,
  asker: Asker,
): Promise<{ readonly say: SlackMessage; readonly afterwards: () => Promise<void> }> {
  const person = toLoopAsker(asker);
  if (word === 'forgetMe') {
    await desk.loop.forgetMe(person);
    return { say: renderWords(FORGOTTEN), afterwards: async () => undefined };
  }
  const send = async () => {
    const parts = renderData(await desk.loop.myData(person));
    await desk.queues.run(asker.user, () => post(desk, client, { channel: asker.user }, parts));
  };
  return { say: renderWords(SENT), afterwards: send };
}

/** Text that was made for a machine, in as many messages as it takes. */
export function renderData(data: string): readonly SlackMessage[] {
  const parts = split(toWellFormed(data), PART);
  return parts.map((part, index) => {
    const title = `All that I keep of you, part ${index + 1} of ${parts.length}:`;
    return {
      text: escapeMrkdwn(title),
      blocks: [
        {
          type: 'rich_text',
          elements: [
            plainLine(title),
            {
              type: 'rich_text_preformatted',
              elements: split(part, LIMITS.richText).map((text) => ({ type: 'text', text })),
            },
          ],
        },
      ],
    };
  });
}

/** The buttons of the Home tab about one's own data. */
export function privacyBlocks(): types.KnownBlock[] {
  return [
    { type: 'header', text: plainText('Your data') },
    {
      type: 'context',
      elements: [
        plainText(
          'I keep what you asked, under a pseudonym, for those who look after the announcement.',
        ),
      ],
    },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: ACTIONS.myData, text: plainText('Send me my data') },
        {
          type: 'button',
          action_id: ACTIONS.forgetMe,
          text: plainText('Forget me'),
          style: 'danger',
          confirm: {
            title: plainText('Forget you?'),
            text: plainText('What you asked is deleted for good.'),
            confirm: plainText('Forget me'),
            deny: plainText('Keep it'),
          },
        },
      ],
    },
  ];
}

/** Registers those buttons; `reopen` shows the Home tab anew. */
export function registerPrivacy(
  app: App,
  desk: Desk,
  reopen: (client: webApi.WebClient, asker: Asker) => Promise<void>,
): void {
  const words = { [ACTIONS.myData]: 'myData', [ACTIONS.forgetMe]: 'forgetMe' } as const;
  for (const [action, word] of Object.entries(words))
    app.action(action, async ({ body, ack, client, context }) => {
      await ack();
      const press = readHomePress(body);
      if (press === undefined) return;
      const asker = { owner: ownerOf(context), user: press.user };
      const { afterwards } = await heedPrivacyWord(desk, client, word, asker);
      await afterwards();
      await reopen(client, asker);
    });
}
