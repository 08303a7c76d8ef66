import type { App, webApi } from '@slack/bolt';
import * as v from 'valibot';
import type { Answer } from '../../bot/answer.js';
import type { Asker } from './asked.js';
import { type Desk, viewWithinLimits } from './desk.js';
import { ASK_SHORTCUT } from './manifest.js';
import { ownerOf } from './owner.js';
import { renderAnswer } from './render.js';
import { respond } from './respond.js';
import { askModal, readSubmission, toOptions, VIEWS } from './views.js';

const metadataSchema = v.pipe(v.string(), v.parseJson(), v.object({ responseUrl: v.string() }));
const suggestionSchema = v.object({ value: v.optional(v.string(), '') });
const triggerSchema = v.object({ trigger_id: v.string() });

/** Opens the modal; its answer goes to the `responseUrl`, or without one into the modal itself. */
export async function openAskModal(
  { caller, log }: Desk,
  client: webApi.WebClient,
  triggerId: string,
  responseUrl?: string,
): Promise<void> {
  const metadata = responseUrl === undefined ? '' : JSON.stringify({ responseUrl });
  await caller.call('views.open', () =>
    client.views.open({ trigger_id: triggerId, view: viewWithinLimits(askModal(metadata), log) }),
  );
}

/** Opens the modal with the answer to a question that was pressed where no reply can stand. */
export async function openAnswer(
  desk: Desk,
  client: webApi.WebClient,
  triggerId: string,
  text: string,
  asker: Asker,
): Promise<void> {
  const view = modalWith(desk, text, await desk.asking.ask({ text }, asker));
  await desk.caller.call('views.open', () => client.views.open({ trigger_id: triggerId, view }));
}

function modalWith({ log }: Desk, text: string, answer: Answer) {
  const [{ blocks }] = renderAnswer(answer, 0, { ephemeral: false, question: text });
  // Buttons of a reply need a message to reply to.
  const below = blocks.filter(({ type }) => type === 'rich_text' || type === 'context');
  return viewWithinLimits(askModal('', below), log);
}

/** Registers the modal to ask in: the global shortcut, its type-ahead, and what is asked in it. */
export function registerAskModal(app: App, desk: Desk): void {
  app.shortcut(ASK_SHORTCUT, async ({ body, ack, client }) => {
    await ack();
    const { trigger_id } = v.parse(triggerSchema, body);
    await openAskModal(desk, client, trigger_id);
  });
  app.options(VIEWS.pick, async ({ payload, ack }) => {
    const { value } = v.parse(suggestionSchema, payload);
    await ack({ options: toOptions(desk.bot.complete(value)) });
  });
  app.view(VIEWS.ask, async ({ body, ack, context }) => {
    const submission = readSubmission(body, ownerOf(context));
    const text = submission?.valueOf(VIEWS.own) || submission?.valueOf(VIEWS.pick) || '';
    if (submission === undefined || text === '')
      return ack({
        response_action: 'errors',
        errors: { [VIEWS.own]: 'Write a question, or pick one below.' },
      });
    const answer = await desk.asking.ask({ text }, submission);
    const metadata = v.safeParse(metadataSchema, submission.metadata);
    if (!metadata.success) {
      return ack({ response_action: 'update', view: modalWith(desk, text, answer) });
    }
    await ack();
    for (const message of renderAnswer(answer, 0, { ephemeral: true, question: text }))
      await respond(metadata.output.responseUrl, message, { to: 'asker' }, desk);
  });
}
