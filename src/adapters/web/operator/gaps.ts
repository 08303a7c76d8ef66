import type { Bot } from '../../../bot/bot.js';
import type { Lesson, Taught } from '../../../loop/lesson.js';
import type { QuestionGroup } from '../../../loop/report.js';
import { type Html, html } from '../html.js';
import { OUTCOMES } from './outcomes.js';
import { type Choice, linkToChoice, type OperatorView } from './view.js';

const MAX_GAPS = 30;
const MAX_EXCERPT = 90;

/** Of what was asked, what would still not be answered, or has answers that help fewer than they do not. */
export function findGaps(
  groups: readonly QuestionGroup[],
  announcement: string,
  bot: Pick<Bot, 'ask'>,
): readonly QuestionGroup[] {
  const isGap = ({ sample, outcome, now, helpful, notHelpful }: QuestionGroup) => {
    if (outcome === 'answer') return notHelpful > helpful && (now ?? outcome) === outcome;
    return (now ?? bot.ask({ text: sample, announcement }).outcome) !== 'answer';
  };
  const gaps: QuestionGroup[] = [];
  for (const group of groups) {
    if (gaps.length === MAX_GAPS) break;
    if (isGap(group)) gaps.push(group);
  }
  return gaps;
}

/** Questions that were not answered, or whose answers did not help, each with what can be taught about it. */
export function renderGaps(view: OperatorView): Html {
  const { gaps } = view;
  return html`<section class="card" id="gaps" data-live aria-labelledby="gaps-title"><h2 id="gaps-title">Gaps</h2>${
    gaps.length === 0
      ? html`<p class="note">None: what was asked was answered, and nobody said that it did not help.</p>`
      : gaps.map((gap, index) => renderGap(gap, index, view))
  }<details class="gap"><summary>Another name for something</summary>${renderAlias(view, 'alias-any', '')}</details></section>`;
}

function renderGap(
  { sample, others, count, outcome, notHelpful, best }: QuestionGroup,
  index: number,
  view: OperatorView,
): Html {
  const id = `gap-${index}`;
  return html`<details class="gap"><summary><span class="question">${sample}</span> <span class="facts"><span class="outcome ${outcome}">${OUTCOMES[outcome] ?? outcome}</span> · ${count}×${notHelpful > 0 && html` · <span class="bad">${notHelpful} did not help</span>`}</span></summary>
${others.length > 0 && html`<p class="note">Also: ${others.map((other, at) => `${at > 0 ? ' · ' : ''}${other}`)}</p>`}
${renderTeach(view, id, sample, best?.announcement === view.announcement.id ? best.passage : undefined)}
${renderStatement(view, id, sample)}
${renderAlias(view, id, sample)}</details>`;
}

function renderTeach(
  view: OperatorView,
  id: string,
  question: string,
  best: number | undefined,
): Html {
  const { announcement } = view;
  return actionForm(
    view,
    '/operator/teach',
    html`${hidden('kind', 'passage')}${hidden('question', question)}<label for="${id}-passage">A passage answers it</label><select id="${id}-passage" name="passage">${announcement.passages.map(
      ({ number, text }) =>
        html`<option value="${number}"${number === best && html` selected`}>¶ ${number} ${text.slice(0, MAX_EXCERPT)}</option>`,
    )}</select><button>Teach</button>`,
  );
}

function renderStatement(view: OperatorView, id: string, question: string): Html {
  return actionForm(
    view,
    '/operator/teach',
    html`${hidden('kind', 'statement')}${hidden('question', question)}<label for="${id}-text">An official statement answers it</label><textarea id="${id}-text" name="text" rows="2" required maxlength="2000"></textarea><label for="${id}-approver">Who answers for it</label><input id="${id}-approver" name="approver" required maxlength="200" autocomplete="off"><button>State</button>`,
  );
}

function renderAlias(view: OperatorView, id: string, question: string): Html {
  return actionForm(
    view,
    '/operator/teach',
    html`${hidden('kind', 'alias')}<label for="${id}-alias">People say</label><input id="${id}-alias" name="alias" required maxlength="200" autocomplete="off"${question !== '' && html` placeholder="a word of the question"`}><label for="${id}-name">The announcement says</label><input id="${id}-name" name="name" required maxlength="200" autocomplete="off"><button>Add alias</button>`,
  );
}

/** What was taught, with the way to take it back. */
export function renderLessons(view: OperatorView): Html {
  const { taught } = view;
  return html`<section id="lessons" data-live aria-labelledby="lessons-title"><h2 id="lessons-title">Taught</h2>${
    taught.length === 0
      ? html`<p class="note">Nothing yet. What is taught above holds at once, on every platform, and can be taken back here.</p>`
      : html`<ul class="lessons">${taught.map((one) => renderLesson(one, view))}</ul>`
  }</section>`;
}

function renderLesson({ id, lesson, at, holds, text }: Taught, view: OperatorView): Html {
  const day = new Date(at).toISOString().slice(0, 10);
  return html`<li><div>${describe(lesson)}${lesson.kind === 'passage' && text !== undefined && html` <q>${text.slice(0, MAX_EXCERPT)}…</q>`} <span class="facts"><time datetime="${day}">${day}</time>${!holds && ' · rests: its passage is not in the announcement as it is'}</span></div>${actionForm(
    view,
    '/operator/undo',
    html`${hidden('id', id)}<button class="quiet" aria-label="Undo: ${nameOf(lesson)}">Undo</button>`,
  )}</li>`;
}

function describe(lesson: Lesson): Html {
  switch (lesson.kind) {
    case 'passage':
      return html`<span class="question">${lesson.question}</span> is answered by ¶ ${lesson.passage}`;
    case 'statement':
      return html`<span class="question">${lesson.question}</span> <q>${lesson.text}</q> ${lesson.approver}`;
    case 'alias':
      return html`People say <b>${lesson.alias}</b> for <b>${lesson.name}</b>`;
  }
}

function nameOf(lesson: Lesson): string {
  return lesson.kind === 'alias' ? lesson.alias : lesson.question;
}

/** A form that acts, with the proof that it is ours and the way back. */
function actionForm({ proof, choice }: OperatorView, action: string, fields: Html): Html {
  return html`<form class="act" method="post" action="${action}">${hidden('proof', proof)}${hidden('back', backTo(choice))}${hidden('announcement', choice.announcement)}${fields}</form>`;
}

function backTo(choice: Choice): string {
  return linkToChoice(choice).replace(/^[^?]*\?/, '');
}

function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}
