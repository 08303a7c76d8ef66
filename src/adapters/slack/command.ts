import type { App } from '@slack/bolt';
import { openAskModal } from './ask-modal.js';
import { type Desk, withinLimits } from './desk.js';
import { readMessageText } from './escape.js';
import { COMMAND } from './manifest.js';
import { heedPrivacyWord, readPrivacyWord } from './privacy.js';
import { renderAnswer } from './render.js';
import { respond } from './respond.js';

/** Registers `/ask question`, answered to the asker alone by the acknowledgement itself; without a question it opens the modal. `my-data` and `forget-me` are no questions. */
export function registerCommand(app: App, desk: Desk): void {
  app.command(COMMAND, async ({ command, ack, client, context }) => {
    const { userId, owner } = desk.selfIn(context);
    const text = readMessageText(command.text, userId);
    if (text === '') {
      await ack();
      return openAskModal(desk, client, command.trigger_id, command.response_url);
    }
    const asker = { owner, user: command.user_id, channel: command.channel_id };
    const word = readPrivacyWord(text);
    if (word !== undefined) {
      const { say, afterwards } = await heedPrivacyWord(desk, client, word, asker);
      await ack({ response_type: 'ephemeral', ...say });
      return afterwards();
    }
    const answer = await desk.asking.ask({ text }, asker);
    const [first, ...further] = renderAnswer(answer, 0, { ephemeral: true });
    await ack({ response_type: 'ephemeral', ...withinLimits(first, desk.log) });
    for (const message of further)
      await respond(command.response_url, message, { to: 'asker' }, desk);
  });
}
