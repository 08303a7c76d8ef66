import type { types } from '@slack/bolt';
import * as v from 'valibot';
import { toWellFormed } from './escape.js';
import { abridge, LIMITS, type SlackView } from './limits.js';
import { plainText } from './quote.js';

/** Names of the modals and their fields, as they come back in view payloads. */
export const VIEWS = {
  ask: 'herald_ask_view',
  reason: 'herald_reason_view',
  own: 'herald_own',
  pick: 'herald_pick',
  reason_text: 'herald_reason_text',
  teach: 'herald_teach_view',
  teachQuestion: 'herald_teach_question',
  teachPassage: 'herald_teach_passage',
  teachText: 'herald_teach_text',
  teachApprover: 'herald_teach_approver',
} as const;

/** The modal to ask in: one's own words, or a question picked with type-ahead; `below` shows an answer. */
export function askModal(
  metadata: string,
  below: readonly types.KnownBlock[] = [],
): SlackView & types.ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.ask,
    private_metadata: metadata,
    title: plainText('Ask the announcement'),
    submit: plainText('Ask'),
    close: plainText('Close'),
    blocks: [
      {
        type: 'input',
        block_id: VIEWS.own,
        optional: true,
        label: plainText('Your question'),
        element: {
          type: 'plain_text_input',
          action_id: VIEWS.own,
          max_length: LIMITS.inputText,
          focus_on_load: true,
        },
      },
      {
        type: 'input',
        block_id: VIEWS.pick,
        optional: true,
        label: plainText('Or pick one that the announcement answers'),
        element: {
          type: 'external_select',
          action_id: VIEWS.pick,
          min_query_length: 0,
          placeholder: plainText('Type a few letters'),
        },
      },
      ...below,
    ],
  };
}

/** The modal that asks why an answer did not help. */
export function reasonModal(answerId: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.reason,
    private_metadata: answerId,
    notify_on_close: true,
    title: plainText('What was missing?'),
    submit: plainText('Send'),
    close: plainText('Skip'),
    blocks: [
      {
        type: 'input',
        block_id: VIEWS.reason_text,
        label: plainText('It goes to whoever looks after the announcement.'),
        element: {
          type: 'plain_text_input',
          action_id: VIEWS.reason_text,
          multiline: true,
          max_length: 1_000,
          focus_on_load: true,
        },
      },
    ],
  };
}

/** Questions as options of a select; those that are too long for one are left out. */
export function toOptions(questions: readonly string[]): types.PlainTextOption[] {
  return questions
    .map(toWellFormed)
    .filter((question) => question.length > 0 && question.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
    .map((question) => ({
      text: plainText(abridge(question, LIMITS.optionText)),
      value: question,
    }));
}

const viewSchema = v.object({
  user: v.object({ id: v.string() }),
  view: v.object({
    private_metadata: v.string(),
    state: v.object({
      values: v.record(
        v.string(),
        v.record(
          v.string(),
          v.object({
            value: v.nullish(v.string()),
            selected_option: v.nullish(v.object({ value: v.string() })),
          }),
        ),
      ),
    }),
  }),
});

/** What somebody entered in a modal. */
export interface Submission {
  readonly user: string;
  /** See `ownerOf`. */
  readonly owner: string;
  readonly metadata: string;
  /** The text typed or the value picked in a field; empty where none. */
  readonly valueOf: (field: string) => string;
}

/** Reads the body of a `view_submission` or `view_closed`. */
export function readSubmission(body: unknown, owner: string): Submission | undefined {
  const parsed = v.safeParse(viewSchema, body);
  if (!parsed.success) return undefined;
  const { user, view } = parsed.output;
  return {
    user: user.id,
    owner,
    metadata: view.private_metadata,
    valueOf: (field) => {
      const state = view.state.values[field]?.[field];
      return (state?.value ?? state?.selected_option?.value ?? '').trim();
    },
  };
}
