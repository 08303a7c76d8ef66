import {
  ComponentType,
  InteractionResponseType,
  type InteractionType,
  type RESTPostAPIInteractionCallbackJSONBody,
  TextInputStyle,
} from 'discord.js';
import type { Sent } from './calls.js';
import { type Found, pageOf, showAround } from './context.js';
import { keepShown } from './corrections.js';
import { type Press, readPress, writePress } from './custom-ids.js';
import { answerLater, type Desk, questionIn, respond, say, type Visit } from './desk.js';
import { abridge, LIMITS } from './limits.js';
import { openLesson, teach } from './operators.js';
import type { PayloadOf } from './payloads.js';
import { isDirect, mayShow, readAsker, readName } from './questions.js';
import { renderAnswer, renderWords } from './render.js';
import type { Reply } from './reply.js';
import type { Words } from './words/words.js';

type Pressed = Visit<PayloadOf<InteractionType.MessageComponent>>;
type Submitted = Visit<PayloadOf<InteractionType.ModalSubmit>>;

const REASON_FIELD = 'reason';
const MAX_REASON = 1_000;

/** Answers a pressed button. Whoever sees a button may press it; what comes of it only they see, but for Share. */
export async function answerPress(desk: Desk, visit: Pressed): Promise<void> {
  const { payload, words } = visit;
  const press = readPress(payload.data.custom_id);
  if (press === undefined) return say(desk, visit, words.forgotten);
  switch (press.press) {
    case 'helpful':
      return judge(desk, visit, press.answer, true, undefined);
    case 'not-helpful':
      await respond(desk, visit, reasonModal(press.answer, words));
      return;
    case 'share':
      return share(desk, visit, press);
    case 'follow':
      return follow(desk, visit, press.answer);
    case 'teach':
      return openLesson(desk, visit, press.answer);
    case 'reason':
    case 'taught':
      return say(desk, visit, words.forgotten);
    default:
      return answerLater(desk, visit, isDirect(payload) ? 'everyone' : 'asker', () =>
        replyToPress(desk, visit, press),
      );
  }
}

/** Takes what somebody found wrong with an answer, or what an operator teaches. */
export async function takeForm(desk: Desk, visit: Submitted): Promise<void> {
  const { data } = visit.payload;
  const press = readPress(data.custom_id);
  if (press?.press === 'taught') return teach(desk, visit);
  if (press?.press !== 'reason') return say(desk, visit, visit.words.forgotten);
  const field = data.components.find(({ component }) => component?.custom_id === REASON_FIELD);
  return judge(desk, visit, press.answer, false, field?.component?.value.trim());
}

async function judge(
  desk: Desk,
  visit: Visit,
  answer: string,
  helpful: boolean,
  reason: string | undefined,
): Promise<void> {
  const voter = readAsker(visit.payload);
  if (!(await desk.store.claim(`discord judged ${desk.loop.pseudonym(voter)} ${answer}`)))
    return say(desk, visit, visit.words.counted);
  await desk.loop.feedback(answer, { helpful, ...(reason ? { reason } : {}) }, voter);
  return say(desk, visit, visit.words.thanks);
}

async function follow(desk: Desk, visit: Pressed, answer: string): Promise<void> {
  const { payload, words } = visit;
  const asker = readAsker(payload);
  const question = await desk.loop.recall(answer, asker);
  if (question === undefined) return say(desk, visit, words.forgotten);
  const isPromised = await desk.loop.follow(question, asker, asker.user);
  return say(desk, visit, isPromised ? words.following : words.cannotFollow);
}

async function share(
  desk: Desk,
  visit: Pressed,
  { answer: answerId, page, around }: Extract<Press, { press: 'share' }>,
): Promise<void> {
  const { payload, words } = visit;
  if (!mayShow(payload)) return say(desk, visit, words.mayNotShow);
  const found = await findAgain(desk, payload, answerId);
  if (found === undefined) return say(desk, visit, words.forgotten);
  if (found === 'changed') return say(desk, visit, words.changed);
  const answer = pageOf(desk.bot, found, page);
  const { question } = found;
  const asked = { name: readName(payload), question: question.text };
  const setting = { words, page, shareable: false, asked };
  const reply =
    around === undefined
      ? renderAnswer(answer, setting)
      : showAround(desk.bot, found, { ...setting, ...around });
  if (reply === undefined) return say(desk, visit, words.changed);
  const isFirst =
    visit.deferred || (await desk.store.claim(`discord shared ${payload.message.id} ${page}`));
  if (!isFirst) return say(desk, visit, words.alreadyShared);
  // Corrected is what answers; a correction would put the answer in place of the text around it.
  const onShown =
    around === undefined
      ? (sent: Sent) => keepShown(desk, payload, sent, { question, answer, shared: true })
      : undefined;
  return answerLater(desk, visit, 'everyone', async () => reply, onShown);
}

async function replyToPress(
  desk: Desk,
  { payload, words }: Pressed,
  press: Extract<Press, { press: 'more' | 'around' | 'try' }>,
): Promise<Reply> {
  const found = await findAgain(desk, payload, press.answer);
  if (found === undefined) return renderWords(words.forgotten);
  if (found === 'changed') return renderWords(words.changed);
  const shareable = !isDirect(payload) && mayShow(payload);
  switch (press.press) {
    case 'more':
      return renderAnswer(pageOf(desk.bot, found, press.page), {
        words,
        page: press.page,
        shareable,
      });
    case 'try': {
      const text = found.answer.suggestions[press.index];
      if (text === undefined) return renderWords(words.changed);
      const question = questionIn(desk, text, found.question, payload.locale);
      const answer = await desk.loop.ask(question, readAsker(payload));
      return renderAnswer(answer, { words, page: 0, shareable });
    }
    case 'around':
      return (
        showAround(desk.bot, found, { ...press, words, shareable }) ?? renderWords(words.changed)
      );
  }
}

/** The answer with this id, made again; `changed` when the announcements are no longer what it was made from. */
async function findAgain(
  { loop, bot }: Pick<Desk, 'loop' | 'bot'>,
  payload: Pressed['payload'],
  answerId: string,
): Promise<Found | 'changed' | undefined> {
  const question = await loop.recall(answerId, readAsker(payload));
  if (question === undefined) return undefined;
  const answer = bot.ask(question);
  return answer.id === answerId ? { question, answer } : 'changed';
}

function reasonModal(answer: string, words: Words): RESTPostAPIInteractionCallbackJSONBody {
  return {
    type: InteractionResponseType.Modal,
    data: {
      custom_id: writePress({ press: 'reason', answer }),
      title: abridge(words.reasonTitle, LIMITS.modalTitle),
      components: [
        {
          type: ComponentType.Label,
          label: abridge(words.reasonLabel, LIMITS.label),
          component: {
            type: ComponentType.TextInput,
            custom_id: REASON_FIELD,
            style: TextInputStyle.Paragraph,
            required: false,
            max_length: MAX_REASON,
            placeholder: abridge(words.reasonHint, LIMITS.placeholder),
          },
        },
      ],
    },
  };
}
