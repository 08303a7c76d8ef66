import type { App } from '@slack/bolt';
import type { Adapter } from '../adapter.js';
import { toLoopAsker } from './asked.js';
import { FORGOTTEN, replyToClick } from './buttons.js';
import { readClick } from './clicks.js';
import { ACTIONS } from './controls.js';
import { type Desk, post } from './desk.js';
import { ownerId, ownerNamed, ownerOf } from './owner.js';
import { renderAnswer, renderWords } from './render.js';

const PROMISE = 'I will write to you as soon as the announcement answers this.';
const NOTHING_KEPT = 'I am not allowed to keep questions here, so I cannot tell you later.';

/** Registers the button *Tell me when it is answered*. */
export function registerFollow(app: App, desk: Desk): void {
  app.action(ACTIONS.follow, async ({ body, ack, client, context }) => {
    await ack();
    const click = readClick(body, ownerOf(context));
    if (click === undefined) return;
    const { owner, user, value } = click;
    const question = await desk.asking.recall(value, owner);
    const address = `${ownerId(owner)} ${user}`;
    const words =
      question === undefined
        ? FORGOTTEN
        : (await desk.loop.follow(question, toLoopAsker(click), address))
          ? PROMISE
          : NOTHING_KEPT;
    await replyToClick(desk, client, click, [renderWords(words)]);
  });
}

/** Slack's way to tell somebody, by a direct message, that their question is answered. */
export function createNotify(desk: Desk): NonNullable<Adapter['notify']> {
  return async (address, answer) => {
    const [id = '', user = ''] = address.split(' ');
    const client = await desk.clientOf(ownerNamed(id));
    if (client === undefined) return;
    // Further pages are of a question that somebody asks; nobody has asked this answer yet.
    const messages = renderAnswer({ ...answer, further: 0 }, 0, {
      ephemeral: false,
      question: answer.question,
    });
    await desk.queues.run(user, () => post(desk, client, { channel: user }, messages));
  };
}
