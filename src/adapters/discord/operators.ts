import {
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  InteractionResponseType,
  type InteractionType,
  MessageFlags,
  type RESTPostAPIInteractionCallbackJSONBody,
  TextInputStyle,
} from 'discord.js';
import type { Digest } from '../../loop/digest.js';
import type { Lesson } from '../../loop/lesson.js';
import type { QuestionGroup } from '../../loop/report.js';
import { writePress } from './custom-ids.js';
import { answerLater, type Desk, respond, say, type Visit } from './desk.js';
import { escapeWords, plainWords } from './escape.js';
import { abridge, LIMITS } from './limits.js';
import type { PayloadOf } from './payloads.js';
import { mayManage, readAsker } from './questions.js';
import { renderWords } from './render.js';
import type { Reply } from './reply.js';

/** What people wanted to know in some time. */
type Asked = Pick<
  Digest,
  'questions' | 'people' | 'outcomes' | 'helpful' | 'notHelpful' | 'groups'
>;

const WEEK_MS = 7 * 86_400_000;
const MAX_GROUPS = 5;
const MAX_SAMPLE = 200;
const MAX_FAULTS = 5;
const MAX_STATEMENT = 1_000;
const MAX_NAME = 100;
const FIELDS = { question: 'question', passage: 'passage', text: 'text', approver: 'approver' };
const NOT_YOU =
  'Only those named in OPERATORS, or who manage the server where that is allowed, may do this.';
const CHOOSE = 'Give the number of a passage, or a statement and who answers for it.';

/** `/announcement report`: the last week, for operators alone. */
export async function report(desk: Desk, visit: Visit): Promise<void> {
  if (!desk.loop.isOperator(readAsker(visit.payload))) return say(desk, visit, NOT_YOU);
  return answerLater(desk, visit, 'asker', async () => {
    const since = Date.now() - WEEK_MS;
    return renderAsked(
      'What people asked in the last seven days',
      await desk.loop.report({ since }),
    );
  });
}

/** `/announcement reload`: reads the announcements again. */
export async function reload(desk: Desk, visit: Visit): Promise<void> {
  const asker = readAsker(visit.payload);
  if (desk.reload === undefined || !(mayManage(visit.payload) || desk.loop.isOperator(asker)))
    return say(desk, visit, NOT_YOU);
  const again = desk.reload;
  return answerLater(desk, visit, 'asker', async () => {
    const { announcements, changed, faults } = await again();
    return renderWords(
      `${announcements} announcements; changed: ${changed.join(', ') || 'none'}.`,
      ...faults.slice(0, MAX_FAULTS),
    );
  });
}

/** The weekly digest. */
export function renderDigest({ since, until, ...asked }: Digest): Reply {
  return renderAsked(`What people asked, ${dayOf(since)} to ${dayOf(until)}`, asked);
}

/** Opens the form in which an operator teaches what a group of questions is answered with. */
export async function openLesson(desk: Desk, visit: Visit, answer: string): Promise<void> {
  const asker = readAsker(visit.payload);
  if (!desk.loop.isOperator(asker)) return say(desk, visit, NOT_YOU);
  const question = await desk.loop.recall(answer, asker);
  await respond(desk, visit, lessonForm(answer, question?.text ?? ''));
}

/** Teaches what the form says. */
export async function teach(
  desk: Desk,
  visit: Visit<PayloadOf<InteractionType.ModalSubmit>>,
): Promise<void> {
  const lesson = readLesson(desk, visit.payload.data.components);
  if (lesson === undefined) return say(desk, visit, CHOOSE);
  const result = await desk.loop.teach(lesson, readAsker(visit.payload));
  return say(
    desk,
    visit,
    result.ok ? 'From now on this is answered so, everywhere.' : result.message,
  );
}

function renderAsked(title: string, asked: Asked): Reply {
  const { questions, people, outcomes, helpful, notHelpful, groups } = asked;
  const { answer = 0, closest = 0, 'not-covered': missing = 0 } = outcomes;
  const gaps = groups
    .filter(({ outcome, notHelpful: bad }) => outcome === 'not-covered' || bad > 0)
    .slice(0, MAX_GROUPS);
  const head = [
    `**${escapeWords(title)}**`,
    escapeWords(`${questions} questions by ${people} people`),
    escapeWords(`${answer} answered, ${closest} with the closest passages, ${missing} not covered`),
    escapeWords(`${helpful} helpful, ${notHelpful} not helpful`),
    ...(gaps.length === 0 ? ['Nothing went unanswered.'] : []),
  ].join('\n');
  const lines = gaps.map(describeGroup);
  const components: APIMessageTopLevelComponent[] = [
    {
      type: ComponentType.Container,
      components: [
        { type: ComponentType.TextDisplay, content: head },
        ...gaps.map((group, index) => ({
          type: ComponentType.Section as const,
          components: [{ type: ComponentType.TextDisplay as const, content: lines[index] ?? '' }],
          accessory: {
            type: ComponentType.Button as const,
            style: ButtonStyle.Secondary as const,
            label: 'Teach',
            custom_id: writePress({ press: 'teach', answer: group.answer }),
          },
        })),
      ],
    },
  ];
  return {
    rich: { flags: MessageFlags.IsComponentsV2, components },
    plain: { content: abridge([head, ...lines].join('\n'), LIMITS.content) },
  };
}

function describeGroup({ sample, count, outcome, notHelpful }: QuestionGroup): string {
  const why = outcome === 'not-covered' ? 'not in the announcement' : `${notHelpful} not helpful`;
  return escapeWords(`“${abridge(sample, MAX_SAMPLE)}” · asked ${count} times, ${why}`);
}

function lessonForm(answer: string, question: string): RESTPostAPIInteractionCallbackJSONBody {
  const field = (id: string, label: string, rest: object = {}) => ({
    type: ComponentType.Label as const,
    label,
    component: {
      type: ComponentType.TextInput as const,
      custom_id: id,
      style: TextInputStyle.Short,
      required: false,
      ...rest,
    },
  });
  const asked = abridge(plainWords(question), LIMITS.question);
  return {
    type: InteractionResponseType.Modal,
    data: {
      custom_id: writePress({ press: 'taught', answer }),
      title: 'Teach',
      components: [
        field(FIELDS.question, 'The question', {
          required: true,
          max_length: LIMITS.question,
          ...(asked === '' ? {} : { value: asked }),
        }),
        field(FIELDS.passage, 'Number of the passage that answers it', { max_length: 80 }),
        field(FIELDS.text, 'Or, where none does, a statement', {
          style: TextInputStyle.Paragraph,
          max_length: MAX_STATEMENT,
        }),
        field(FIELDS.approver, 'Who answers for the statement', { max_length: MAX_NAME }),
      ],
    },
  };
}

/** A passage is a number, after the announcement's id where there are several: `launch 7`. */
function readLesson(
  { bot }: Desk,
  components: PayloadOf<InteractionType.ModalSubmit>['data']['components'],
): Lesson | undefined {
  const textIn = (id: string) =>
    components.find(({ component }) => component?.custom_id === id)?.component?.value.trim() ?? '';
  const question = textIn(FIELDS.question);
  const [, named = '', number = ''] = /^(.*?)\s*¶?\s*(\d{1,6})$/.exec(textIn(FIELDS.passage)) ?? [];
  const announcement = named || bot.announcements()[0]?.id;
  if (number !== '' && announcement !== undefined)
    return { kind: 'passage', question, announcement, passage: Number(number) };
  const [text, approver] = [textIn(FIELDS.text), textIn(FIELDS.approver)];
  return text === '' || approver === ''
    ? undefined
    : { kind: 'statement', question, text, approver };
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
