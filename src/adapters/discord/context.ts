import type { Answer, Excerpt } from '../../bot/answer.js';
import type { Bot } from '../../bot/bot.js';
import type { Question } from '../../bot/question.js';
import { renderAround, type Setting } from './render.js';
import type { Reply } from './reply.js';

/** A question whose buttons are pressed, and the answer to it, made again. */
export interface Found {
  readonly question: Question;
  readonly answer: Answer;
}

/** More presses than anybody makes: each step is made again from the first. */
const MAX_STEPS = 50;

/** Page `page` of the answer that was found. */
export function pageOf(bot: Bot, { question, answer }: Found, page: number): Answer {
  return page === 0 ? answer : bot.more(question, page);
}

/** An excerpt of the answer that was found, widened; `undefined` where it stands there no longer. */
export function showAround(
  bot: Bot,
  found: Found,
  setting: Setting & { readonly index: number; readonly steps: number },
): Reply | undefined {
  const { page, index, steps } = setting;
  const excerpt = pageOf(bot, found, page).excerpts[index];
  if (excerpt === undefined) return undefined;
  const { wide, before } = widen(bot, excerpt, steps, found.question);
  if (wide === undefined) return undefined;
  const widest = wide.start === before.start && wide.end === before.end;
  return renderAround(found.answer.id, wide, { ...setting, widest });
}

function widen(bot: Bot, excerpt: Excerpt, steps: number, { preview }: Question) {
  let [before, wide]: [Excerpt, Excerpt | undefined] = [excerpt, excerpt];
  for (let step = 0; step < Math.min(steps, MAX_STEPS) && wide !== undefined; step += 1) {
    before = wide;
    wide = bot.around(wide, preview);
  }
  return { wide, before };
}
