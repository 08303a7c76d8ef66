import type { App, types } from '@slack/bolt';
import * as v from 'valibot';
import type { Lesson } from '../../loop/lesson.js';
import { toLoopAsker } from './asked.js';
import { ACTIONS } from './controls.js';
import { type Desk, viewWithinLimits } from './desk.js';
import { toWellFormed } from './escape.js';
import { abridge, LIMITS, type SlackView } from './limits.js';
import { ownerOf } from './owner.js';
import { plainLine, plainText } from './quote.js';
import { renderAnswer } from './render.js';
import { readSubmission, type Submission, VIEWS } from './views.js';

const NOT_YOU = 'Only those named in OPERATORS may teach.';
const TAUGHT =
  'From now on this is answered so, everywhere. Whoever wanted to be told of it will be. Asked again now:';
const CHOOSE = 'Pick a passage, or write a statement below and who answers for it.';
const MAX_QUESTION = 500;
const MAX_STATEMENT = 2_000;
const MAX_NAME = 100;
const PAGES = 3;

const pressSchema = v.object({
  trigger_id: v.string(),
  user: v.object({ id: v.string() }),
  actions: v.tupleWithRest([v.object({ value: v.optional(v.string(), '') })], v.unknown()),
});
const suggestionSchema = v.object({
  value: v.optional(v.string(), ''),
  view: v.optional(v.object({ private_metadata: v.optional(v.string(), '') })),
});

/** Registers the *Teach* buttons, their modal, and what is taught in it. */
export function registerTeach(app: App, desk: Desk): void {
  const { loop, caller, log, bot } = desk;
  app.action(ACTIONS.teach, async ({ body, ack, client, context }) => {
    await ack();
    const { trigger_id, user, actions } = v.parse(pressSchema, body);
    const asker = toLoopAsker({ owner: ownerOf(context), user: user.id });
    const known = loop.isOperator(asker);
    const answer = actions[0].value;
    const question = known && answer !== '' ? await loop.recall(answer, asker) : undefined;
    const view = known ? teachModal(question?.text ?? '') : wordsModal(NOT_YOU);
    await caller.call('views.open', () =>
      client.views.open({ trigger_id, view: viewWithinLimits(view, log) }),
    );
  });
  app.options(VIEWS.teachPassage, async ({ body, ack }) => {
    const parsed = v.safeParse(suggestionSchema, body);
    const { value = '', view } = parsed.success ? parsed.output : {};
    await ack({ options: passageOptions(desk, value.trim() || (view?.private_metadata ?? '')) });
  });
  app.view(VIEWS.teach, async ({ body, ack, context }) => {
    const owner = ownerOf(context);
    const submission = readSubmission(body, owner);
    const lesson = submission && readLesson(submission);
    if (submission === undefined || lesson === undefined)
      return ack({ response_action: 'errors', errors: { [VIEWS.teachText]: CHOOSE } });
    const result = await loop.teach(lesson, toLoopAsker({ owner, user: submission.user }));
    if (!result.ok)
      return ack({
        response_action: 'errors',
        errors: { [VIEWS.teachQuestion]: abridge(result.message, LIMITS.errorText) },
      });
    const [{ blocks }] = renderAnswer(
      bot.ask({ text: submission.valueOf(VIEWS.teachQuestion) }),
      0,
      {
        ephemeral: false,
      },
    );
    // Buttons of a reply need a message to reply to.
    const shown = blocks.filter(({ type }) => type === 'rich_text' || type === 'context');
    const view = wordsModal(TAUGHT, shown);
    return ack({ response_action: 'update', view: viewWithinLimits(view, log) });
  });
}

function teachModal(question: string): SlackView & types.ModalView {
  const text = (
    id: string,
    label: string,
    rest: Partial<types.PlainTextInput> & { readonly hint?: string; readonly needed?: boolean },
  ): types.InputBlock => {
    const { hint, needed = false, ...element } = rest;
    return {
      type: 'input',
      block_id: id,
      optional: !needed,
      label: plainText(label),
      ...(hint === undefined ? {} : { hint: plainText(hint) }),
      element: { type: 'plain_text_input', action_id: id, ...element },
    };
  };
  const asked = abridge(toWellFormed(question), MAX_QUESTION);
  return {
    type: 'modal',
    callback_id: VIEWS.teach,
    private_metadata: asked,
    title: plainText('Teach'),
    submit: plainText('Teach'),
    close: plainText('Cancel'),
    blocks: [
      text(VIEWS.teachQuestion, 'The question', {
        needed: true,
        max_length: MAX_QUESTION,
        ...(asked === '' ? {} : { initial_value: asked }),
      }),
      {
        type: 'input',
        block_id: VIEWS.teachPassage,
        optional: true,
        label: plainText('The passage that answers it'),
        element: {
          type: 'external_select',
          action_id: VIEWS.teachPassage,
          min_query_length: 0,
          placeholder: plainText('Type words of the passage, or its number'),
        },
      },
      text(VIEWS.teachText, 'Or, where none does, a statement', {
        multiline: true,
        max_length: MAX_STATEMENT,
        hint: 'It is shown as a statement, not as a quotation.',
      }),
      text(VIEWS.teachApprover, 'Who answers for the statement', { max_length: MAX_NAME }),
    ],
  };
}

function wordsModal(
  words: string,
  below: readonly types.KnownBlock[] = [],
): SlackView & types.ModalView {
  return {
    type: 'modal',
    title: plainText('Teach'),
    close: plainText('Close'),
    blocks: [{ type: 'rich_text', elements: [plainLine(words)] }, ...below],
  };
}

function readLesson(submission: Submission): Lesson | undefined {
  const question = submission.valueOf(VIEWS.teachQuestion);
  const [number = '', announcement = ''] = submission.valueOf(VIEWS.teachPassage).split(/ (.*)/s);
  const passage = Number(number);
  if (announcement !== '' && Number.isInteger(passage))
    return { kind: 'passage', question, announcement, passage };
  const text = submission.valueOf(VIEWS.teachText);
  const approver = submission.valueOf(VIEWS.teachApprover);
  return text === '' || approver === ''
    ? undefined
    : { kind: 'statement', question, text, approver };
}

/** The passages for what was typed: of that number, with these words, then those the bot finds nearest. */
function passageOptions({ bot, loop }: Desk, typed: string): types.PlainTextOption[] {
  const wanted = typed.toLowerCase().replace(/^¶\s*/, '');
  const all = loop.passages();
  const literal = all.filter(
    ({ passage, text }) =>
      wanted !== '' && (String(passage) === wanted || text.toLowerCase().includes(wanted)),
  );
  const question = { text: typed };
  const nearest = Array.from({ length: PAGES }, (_, page) => bot.more(question, page).excerpts)
    .flat()
    .flatMap((excerpt) =>
      all.filter(
        (one) => one.announcement === excerpt.announcement && one.passage === excerpt.passage,
      ),
    );
  const options = [...new Set([...literal, ...nearest, ...(wanted === '' ? all : [])])];
  return options
    .map(({ announcement, passage, text }) => ({
      text: plainText(abridge(toWellFormed(`¶ ${passage} ${text}`), LIMITS.optionText)),
      value: `${passage} ${announcement}`,
    }))
    .filter(({ value }) => value.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options);
}
