import type { App, webApi } from '@slack/bolt';
import { openAnswer } from './ask-modal.js';
import { type Click, readClick, readHomePress } from './clicks.js';
import { ACTIONS, type Setting } from './controls.js';
import { type Desk, post, whisper } from './desk.js';
import type { SlackMessage } from './limits.js';
import { ownerOf } from './owner.js';
import { renderAnswer, renderAround, renderWords } from './render.js';
import { respond } from './respond.js';
import { readShown, type Shown } from './shown.js';

/** What is said where the question of an answer is not known any more. */
export const FORGOTTEN = 'I no longer know that question. Please ask it again.';
const CHANGED = 'The announcement has changed since. Please ask again.';

/** Registers the buttons under a reply: More, Around this, Share to channel, Ask a person, and offered questions. */
export function registerButtons(app: App, desk: Desk): void {
  const show = async (click: Click, client: webApi.WebClient) => {
    const shown = readShown(click.value);
    if (shown === undefined) return;
    await replyToClick(
      desk,
      client,
      click,
      await render(desk, shown, click, { ephemeral: isPrivate(click) }),
    );
  };
  const handlers: Readonly<
    Record<string, (click: Click, client: webApi.WebClient) => Promise<void>>
  > = {
    [ACTIONS.more]: show,
    [ACTIONS.around]: show,
    [ACTIONS.share]: (click, client) => share(desk, client, click),
  };
  app.action(/^herald_(?:more|around|share)$/, async ({ body, ack, client, context }) => {
    await ack();
    const click = readClick(body, ownerOf(context));
    if (click !== undefined) await handlers[click.action]?.(click, client);
  });
  // A link opens by itself, but Slack warns the presser when its click is not acknowledged.
  app.action(ACTIONS.contact, ({ ack }) => ack());
  app.action(new RegExp(`^${ACTIONS.try}_\\d+$`), async ({ body, ack, client, context }) => {
    await ack();
    const owner = ownerOf(context);
    const click = readClick(body, owner);
    if (click === undefined) {
      const press = readHomePress(body);
      if (press !== undefined)
        await openAnswer(desk, client, press.triggerId, press.value, { owner, user: press.user });
      return;
    }
    const setting = { ephemeral: isPrivate(click), question: click.value };
    const answer = await desk.asking.ask({ text: click.value }, click);
    await replyToClick(desk, client, click, renderAnswer(answer, 0, setting));
  });
}

/** Whether a reply to a click is for the clicker alone: everywhere but in a direct message. */
function isPrivate({ channel, ephemeral }: Click): boolean {
  return ephemeral || !channel.startsWith('D');
}

async function render(
  { asking, bot, mayPreview }: Desk,
  shown: Shown,
  { owner, channel }: Pick<Click, 'owner' | 'channel'>,
  setting: Setting,
): Promise<readonly SlackMessage[]> {
  // The same answer may have been given where more may be seen.
  const preview = mayPreview?.(channel) === true;
  if (shown.show === 'around') {
    const excerpt = bot.around(shown, preview);
    return excerpt === undefined ? [renderWords(CHANGED)] : renderAround(shown, excerpt, setting);
  }
  const question = await asking.recall(shown.answer, owner);
  return question === undefined
    ? [renderWords(FORGOTTEN)]
    : renderAnswer(bot.more({ ...question, preview }, shown.page), shown.page, setting);
}

async function share(desk: Desk, client: webApi.WebClient, click: Click): Promise<void> {
  const shown = readShown(click.value);
  if (shown === undefined) return;
  const question = await desk.asking.recall(shown.answer, click.owner);
  const [first, ...others] = await render(desk, shown, click, {
    ephemeral: false,
    ...(question === undefined ? {} : { question: question.text }),
  });
  if (first === undefined) return;
  const { responseUrl, channel, thread } = click;
  // The response_url posts also where Herald is no member of the channel.
  const shared =
    responseUrl !== undefined &&
    (await respond(responseUrl, first, { to: 'channel', thread, removeOriginal: true }, desk));
  await desk.queues.run(channel, () =>
    post(
      desk,
      client,
      { channel, ...(thread === undefined ? {} : { thread }) },
      shared ? others : [first, ...others],
    ),
  );
}

/** Replies to a click: in a direct message for good, elsewhere to the clicker alone. */
export async function replyToClick(
  desk: Desk,
  client: webApi.WebClient,
  click: Click,
  messages: readonly SlackMessage[],
): Promise<void> {
  const { channel, thread, user, ephemeral, responseUrl } = click;
  const target = { channel, ...(thread === undefined ? {} : { thread }) };
  if (!isPrivate(click)) {
    await desk.queues.run(channel, () => post(desk, client, target, messages));
    return;
  }
  for (const message of messages) {
    const taken =
      ephemeral &&
      responseUrl !== undefined &&
      (await respond(responseUrl, message, { to: 'asker', thread }, desk));
    if (!taken) await whisper(desk, client, { ...target, user }, [message]);
  }
}
