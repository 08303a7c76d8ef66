import type { types } from '@slack/bolt';
import type { Answer, Excerpt } from '../../bot/answer.js';
import { toWellFormed } from './escape.js';
import { abridge, LIMITS } from './limits.js';
import { plainText } from './quote.js';
import { type Shown, writeShown } from './shown.js';

/** Names of the buttons, as they come back in `block_actions`. */
export const ACTIONS = {
  more: 'herald_more',
  around: 'herald_around',
  share: 'herald_share',
  try: 'herald_try',
  feedback: 'herald_feedback',
  contact: 'herald_contact',
  follow: 'herald_follow',
  teach: 'herald_teach',
  myData: 'herald_my_data',
  forgetMe: 'herald_forget_me',
} as const;

/** How a message is shown besides its content. */
export interface Setting {
  /** Only the asker sees it, and may share it. */
  readonly ephemeral: boolean;
  /** Names the question above the answer, for readers who have not seen it asked. */
  readonly question?: string;
}

/** The part of an excerpt that finds it again. */
export function addressOf({ announcement, revision, passage, start, end }: Excerpt) {
  return { announcement, revision, passage, start, end };
}

/** The buttons under a reply, in one block; none where there is nothing to press. */
export function buttons(
  shown: Shown,
  { ephemeral }: Setting,
  {
    excerpts,
    further = 0,
    outcome,
    contact,
    isWidest = false,
  }: Pick<Answer, 'excerpts' | 'contact'> &
    Partial<Pick<Answer, 'further' | 'outcome'>> & { readonly isWidest?: boolean },
): types.KnownBlock[] {
  const [best] = excerpts;
  const elements: types.Button[] = [
    ...(further > 0 && shown.show === 'page'
      ? [button(ACTIONS.more, 'More', { ...shown, page: shown.page + 1 })]
      : []),
    ...(best === undefined || isWidest
      ? []
      : [
          button(ACTIONS.around, 'Around this', {
            show: 'around',
            answer: shown.answer,
            ...addressOf(best),
          }),
        ]),
    ...(ephemeral && best !== undefined ? [button(ACTIONS.share, 'Share to channel', shown)] : []),
    ...(outcome === 'not-covered' && shown.show === 'page' && shown.page === 0
      ? [followButton(shown.answer)]
      : []),
    ...(contact === undefined ? [] : [link(ACTIONS.contact, 'Ask a person', contact)]),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function button(action_id: string, text: string, shown: Shown): types.Button {
  return { type: 'button', action_id, text: plainText(text), value: writeShown(shown) };
}

function followButton(answerId: string): types.Button {
  return {
    type: 'button',
    action_id: ACTIONS.follow,
    text: plainText('Tell me when it is answered'),
    value: answerId,
  };
}

function link(action_id: string, text: string, url: string): types.Button {
  return { type: 'button', action_id, text: plainText(text), url };
}

/** Questions to try, introduced; no blocks where there are none. */
export function offers(questions: readonly string[]): types.KnownBlock[] {
  const buttons = tryButtons(questions);
  return buttons.length === 0
    ? []
    : [{ type: 'context', elements: [plainText('Questions to try:')] }, ...buttons];
}

/** Questions as buttons that ask them; no block where there are none. */
export function tryButtons(questions: readonly string[]): types.KnownBlock[] {
  const elements = questions
    .filter((question) => question !== '' && question.length <= LIMITS.buttonValue)
    .slice(0, 5)
    .map(
      (question, index): types.Button => ({
        type: 'button',
        action_id: `${ACTIONS.try}_${index}`,
        text: plainText(abridge(toWellFormed(question), LIMITS.buttonText)),
        value: question,
      }),
    );
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

/** The vote under an answer. */
export function feedback(answerId: string): types.ContextActionsBlock {
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: ACTIONS.feedback,
        positive_button: {
          text: plainText('Helpful'),
          accessibility_label: 'This answered my question',
          value: `up ${answerId}`,
        },
        negative_button: {
          text: plainText('Not helpful'),
          accessibility_label: 'This did not answer my question',
          value: `down ${answerId}`,
        },
      },
    ],
  };
}
