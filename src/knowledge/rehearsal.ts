import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Fault } from './fault.js';

const KINDS = [
  'answerable',
  'unanswerable_on_topic',
  'off_topic',
  'chitchat',
  'injection',
] as const;

/** What a rehearsed question is: one the announcement answers, or a way of not being answered. */
export type RehearsalKind = (typeof KINDS)[number];

/** A question with the passages that a fair judge accepts as its answer. */
export interface RehearsedQuestion {
  readonly id: string;
  readonly question: string;
  /** Numbers of the accepted passages, best first; empty when the announcement does not answer. */
  readonly gold: readonly number[];
  readonly kind: RehearsalKind;
  readonly announcement?: string;
}

/** What a rehearsal file holds. */
export interface Rehearsal {
  readonly questions: readonly RehearsedQuestion[];
  readonly faults: readonly Fault[];
}

const FIX = 'Write {"question": "…", "gold": [passage numbers]}.';

const schema = v.object({
  id: v.optional(v.union([v.string(), v.pipe(v.number(), v.transform(String))])),
  question: v.string(),
  gold: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), []),
  kind: v.optional(v.picklist(KINDS)),
  announcement: v.optional(v.string()),
});

/** What follows an announcement's id in the name of its rehearsal file, beside it in the knowledge folder. */
export const REHEARSAL_SUFFIX = '.rehearsal.jsonl';

/** Reads a rehearsal: JSON Lines `{id?, question, gold?, kind?, announcement?}`; throws when the file cannot be read. */
export async function readRehearsal(file: string): Promise<Rehearsal> {
  const questions: RehearsedQuestion[] = [];
  const faults: Fault[] = [];
  for (const [index, text] of (await readFile(file, 'utf8')).split('\n').entries()) {
    if (text.trim() === '') continue;
    const line = index + 1;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      faults.push({
        file,
        line,
        message: `${v.getDotPath(issue) ?? 'the line'}: ${issue.message}`,
        fix: FIX,
      });
      continue;
    }
    const { id = `line ${line}`, question, gold, announcement } = parsed.output;
    const kind = parsed.output.kind ?? (gold.length > 0 ? 'answerable' : 'unanswerable_on_topic');
    if (kind === 'answerable' && gold.length === 0) {
      faults.push({
        file,
        line,
        message: 'gold: an answerable question names at least one passage',
        fix: FIX,
      });
      continue;
    }
    questions.push({
      id,
      question,
      gold,
      kind,
      ...(announcement === undefined ? {} : { announcement }),
    });
  }
  return { questions, faults };
}

/** The rehearsal beside an announcement in its folder; `undefined` when there is none. */
export async function rehearsalOf(id: string, folder: string): Promise<Rehearsal | undefined> {
  return readRehearsal(join(folder, `${id}${REHEARSAL_SUFFIX}`)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
}
