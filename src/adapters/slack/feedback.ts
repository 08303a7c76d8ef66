import type { App } from '@slack/bolt';
import * as v from 'valibot';
import { ACTIONS } from './controls.js';
import type { Desk } from './desk.js';
import { ownerOf } from './owner.js';
import { readSubmission, reasonModal, VIEWS } from './views.js';

const voteSchema = v.object({
  trigger_id: v.string(),
  user: v.object({ id: v.string() }),
  actions: v.tupleWithRest([v.object({ value: v.string() })], v.unknown()),
});

/** Registers the vote under a reply; a vote against it asks for the reason, and counts without one too. */
export function registerFeedback(app: App, { loop, caller }: Desk): void {
  app.action(ACTIONS.feedback, async ({ body, ack, client }) => {
    await ack();
    const { trigger_id, user, actions } = v.parse(voteSchema, body);
    const voter = { platform: 'slack', user: user.id };
    const [vote = '', answer = ''] = actions[0].value.split(' ');
    if (vote === 'up') return loop.feedback(answer, { helpful: true }, voter);
    const opened = await caller.call('views.open', () =>
      client.views.open({ trigger_id, view: reasonModal(answer) }),
    );
    if (opened === undefined) await loop.feedback(answer, { helpful: false }, voter);
  });
  app.view(VIEWS.reason, async ({ body, ack, context }) => {
    await ack();
    const submission = readSubmission(body, ownerOf(context));
    if (submission === undefined) return;
    const reason = submission.valueOf(VIEWS.reason_text);
    const { metadata: answer, user } = submission;
    await loop.feedback(answer, { helpful: false, reason }, { platform: 'slack', user });
  });
  app.view({ callback_id: VIEWS.reason, type: 'view_closed' }, async ({ body, ack }) => {
    await ack();
    const voter = { platform: 'slack', user: body.user.id };
    await loop.feedback(body.view.private_metadata, { helpful: false }, voter);
  });
}
