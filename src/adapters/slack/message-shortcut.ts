import type { App } from '@slack/bolt';
import * as v from 'valibot';
import { type Desk, whisper } from './desk.js';
import { readMessageText } from './escape.js';
import { MESSAGE_SHORTCUT } from './manifest.js';
import { renderAnswer } from './render.js';
import { respond } from './respond.js';

const bodySchema = v.object({
  user: v.object({ id: v.string() }),
  channel: v.object({ id: v.string() }),
  message: v.object({
    ts: v.string(),
    thread_ts: v.optional(v.string()),
    text: v.optional(v.string(), ''),
  }),
  response_url: v.optional(v.string()),
});

/** Registers the message shortcut: anyone's message is answered to whoever chose it, who may share the answer. */
export function registerMessageShortcut(app: App, desk: Desk): void {
  app.shortcut(MESSAGE_SHORTCUT, async ({ body, ack, client, context }) => {
    await ack();
    const { user, channel, message, response_url } = v.parse(bodySchema, body);
    const { userId, owner } = desk.selfIn(context);
    const text = readMessageText(message.text, userId);
    const thread = message.thread_ts ?? message.ts;
    const answer = await desk.asking.ask({ text }, { owner, user: user.id, channel: channel.id });
    for (const reply of renderAnswer(answer, 0, { ephemeral: true, question: text })) {
      const taken =
        response_url !== undefined &&
        (await respond(response_url, reply, { to: 'asker', thread }, desk));
      if (!taken)
        await whisper(desk, client, { channel: channel.id, thread, user: user.id }, [reply]);
    }
  });
}
