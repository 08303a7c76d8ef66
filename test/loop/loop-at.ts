import type { Answer } from '../../src/bot/answer.js';
import { loadBot } from '../../src/load-bot.js';
import { createLoop, type LoopTools, type RunningLoop } from '../../src/loop/create-loop.js';
import type { Asker } from '../../src/loop/loop.js';
import { createPseudonyms } from '../../src/loop/pseudonyms.js';
import { createMemoryStore } from '../../src/store/memory.js';
import type { AskedQuestion, Store } from '../../src/store/store.js';

/** The announcement that Herald ships. */
export const SHIPPED = 'openai-microsoft-next-phase';
/** A question that it does not answer. */
export const UNCOVERED = 'Who catered the signing party?';
/** Another. */
export const OTHER = 'recipe for banana bread';
export const ANA: Asker = { platform: 'slack', user: 'U0ANA', place: 'slack T1 C1' };
export const BEN: Asker = { platform: 'discord', user: '42', place: 'discord G1 C9' };
export const OLGA: Asker = { platform: 'slack', user: 'U0OLGA', place: 'slack T1 C1' };
/** The operators of these loops: Olga. */
export const OPERATORS = ['slack:U0OLGA'];

/** A loop over the shipped announcement, and what it said where nobody waited. */
export interface LoopAt {
  readonly loop: RunningLoop;
  readonly store: Store;
  readonly faults: readonly string[];
  readonly told: readonly { readonly address: string; readonly answer: Answer }[];
  /** Everything that was recorded. */
  recorded(): Promise<readonly AskedQuestion[]>;
}

/** Starts a loop with a bot of its own. */
export async function startLoop(tools: Partial<LoopTools> = {}): Promise<LoopAt> {
  const live = await loadBot({
    knowledgeDir: 'knowledge',
    thresholds: { answer: 0.35, closest: 0.15 },
  });
  const store = tools.store ?? createMemoryStore();
  const faults: string[] = [];
  const told: { address: string; answer: Answer }[] = [];
  const loop = createLoop({
    bot: live.bot,
    teachBot: live.bot.teach,
    announcements: () => live.announcements,
    sketcher: () => live.search.sketcher,
    store,
    pseudonyms: createPseudonyms('a key of these tests'),
    operators: OPERATORS,
    notify: () => async (address, answer) => void told.push({ address, answer }),
    onFault: (error, message) => faults.push(`${message}: ${error}`),
    ...tools,
  });
  await loop.start();
  const recorded = async () => {
    await loop.stop();
    const questions: AskedQuestion[] = [];
    for await (const question of store.questions()) questions.push(question);
    return questions;
  };
  return { loop, store, faults, told, recorded };
}
