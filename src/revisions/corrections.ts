import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import type { Answer } from '../bot/answer.js';
import type { Bot } from '../bot/bot.js';
import type { Question } from '../bot/question.js';
import { wordingFor } from '../bot/wording.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { Store } from '../store/store.js';

/** What to do about a posted answer whose quotation has changed: edit it, reply to it, or only list it. */
export type CorrectionMode = 'edit' | 'reply' | 'list';

/** An answer that stands in a channel where everyone sees it. */
export interface PostedAnswer {
  readonly platform: string;
  /** Where it stands, in the platform's own terms; begins with the team or server. */
  readonly address: string;
  readonly question: Question;
  readonly quotes: readonly Quote[];
  /** Pseudonym of whoever asked: it is forgotten with them. */
  readonly asker?: string;
}

/** What a posted answer quotes. */
export interface Quote {
  readonly announcement: string;
  readonly revision: string;
  readonly passage: number;
  readonly text: string;
}

/** A posted answer with the quotations that no longer stand in their announcement. */
export interface Outdated {
  readonly posted: PostedAnswer;
  readonly quotes: readonly Quote[];
}

/** How an answer is corrected: in its place, however often, or by a reply that is sent once. */
export type Correction =
  | { readonly mode: 'edit' }
  | {
      readonly mode: 'reply';
      /** The same whenever the same reply is tried, at most 25 characters. */
      readonly work: string;
      /** How long ago it was first tried, in milliseconds; absent at the first time. */
      readonly triedMsAgo?: number;
    };

/**
 * A platform's way to correct what it posted at an address. Resolves to what came of it: `gone` when there is
 * nothing left to correct, `unsure` where the reply may have been sent before and it cannot be seen whether it
 * was; rejects to be tried again later.
 */
export type Correct = (
  address: string,
  how: Correction,
  answer: Answer,
) => Promise<'corrected' | 'gone' | 'unsure'>;

/** What came of going through the posted answers. */
export interface CorrectionReport {
  readonly corrected: number;
  /** Outdated ones that were left: by the mode `list`, under way elsewhere, or refused by the platform. */
  readonly left: readonly Outdated[];
  /** Whether some of those may be corrected later. */
  readonly unfinished: boolean;
}

/** Corrects what was posted when an announcement changes. */
export interface Corrections {
  /** Keeps the address of an answer for as long as corrections are made of it. */
  keep(
    posted: Pick<PostedAnswer, 'platform' | 'address' | 'asker'>,
    asked: Question,
    answer: Answer,
  ): Promise<void>;
  /** Goes through everything posted, corrects what quotes a text that has changed, each once. */
  run(): Promise<CorrectionReport>;
  /** Runs now or, while a run is under way, right after it; and again by itself while something is unfinished. */
  begin(): void;
  /** Ends a run under way after the message it is at. */
  stop(): Promise<void>;
}

/** How gently corrections are made. */
export interface CorrectionPace {
  /** Between two corrections: platforms allow about one call a second and channel. */
  readonly betweenMs: number;
  /** How long a correction may take before another process takes it up. */
  readonly leaseMs: number;
  /** How long after its posting an answer is corrected, and its question kept for that; 0 keeps none. */
  readonly keptMs: number;
}

/** What corrections are made with. */
export interface CorrectionTools {
  readonly store: Store;
  readonly bot: Bot;
  readonly mode: CorrectionMode;
  /** An announcement as it stands now. */
  readonly announcement: (id: string) => Pick<Announcement, 'text' | 'revision'> | undefined;
  /** How a platform corrects; `undefined` where it cannot. */
  readonly platform: (name: string) => Correct | undefined;
  readonly onFault: (posted: PostedAnswer, error: unknown) => void;
  /** Told of the runs that `begin` made. */
  readonly onReport?: (report: CorrectionReport) => void;
  /** Told when such a run could not go on; it is tried again. */
  readonly onFailure?: (error: unknown) => void;
  /** Milliseconds since the epoch; the machine's clock by default. */
  readonly now?: () => number;
}

/** Slack lets a bot change about 50 messages a minute. */
export const CORRECTION_PACE: CorrectionPace = {
  betweenMs: 1_200,
  leaseMs: 60_000,
  keptMs: 90 * 86_400_000,
};

const questionSchema = v.object({
  text: v.string(),
  announcement: v.exactOptional(v.string()),
  preview: v.exactOptional(v.boolean()),
  locale: v.exactOptional(v.string()),
});
const keptSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    platform: v.string(),
    address: v.string(),
    question: questionSchema,
    quotes: v.array(
      v.object({
        announcement: v.string(),
        revision: v.string(),
        passage: v.number(),
        text: v.string(),
      }),
    ),
    asker: v.exactOptional(v.string()),
    /** The correction that was last begun, in case nobody knows what came of it. */
    begun: v.exactOptional(v.object({ work: v.string(), at: v.number() })),
  }),
);

type Begun = NonNullable<v.InferOutput<typeof keptSchema>['begun']>;

/** The posted answers that quote what no longer stands in its announcement; announcements that are gone are no fault. */
export async function findOutdated(
  store: Store,
  announcement: CorrectionTools['announcement'],
): Promise<readonly (Outdated & { readonly begun?: Begun })[]> {
  const items = await store.list('posted');
  return items.flatMap(({ value }) => {
    const { begun, ...posted } = v.parse(keptSchema, value);
    const quotes = posted.quotes.filter((quote) => {
      const now = announcement(quote.announcement);
      return now !== undefined && now.revision !== quote.revision && !now.text.includes(quote.text);
    });
    return quotes.length === 0
      ? []
      : [{ posted, quotes, ...(begun === undefined ? {} : { begun }) }];
  });
}

/** Corrections of what is posted from now on and of what a store remembers. */
export function createCorrections(
  {
    store,
    bot,
    mode,
    announcement,
    platform,
    onFault,
    onReport,
    onFailure,
    now = Date.now,
  }: CorrectionTools,
  pace: CorrectionPace = CORRECTION_PACE,
): Corrections {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> | undefined;
  let wanted = false;
  let later: NodeJS.Timeout | undefined;
  const keyOf = ({ platform: name, address }: Pick<PostedAnswer, 'platform' | 'address'>) =>
    `${name} ${address}`;
  const put = (posted: PostedAnswer, begun?: Begun) =>
    store.put(
      'posted',
      keyOf(posted),
      JSON.stringify({ ...posted, ...(begun === undefined ? {} : { begun }) }),
      { ttlMs: pace.keptMs, ...(posted.asker === undefined ? {} : { asker: posted.asker }) },
    );

  const correct = async ({
    posted,
    quotes,
    begun,
  }: Outdated & { readonly begun?: Begun }): Promise<'corrected' | 'left' | 'later'> => {
    const send = platform(posted.platform);
    if (mode === 'list' || send === undefined) return 'left';
    const revisions = quotes.map((quote) => announcement(quote.announcement)?.revision).join(' ');
    const work = workOf(keyOf(posted), revisions);
    if (!(await store.claim(`correct ${work}`, pace.leaseMs))) return 'later';
    const before = begun?.work === work ? begun : undefined;
    await put(posted, before ?? { work, at: now() });
    const wording = wordingFor(posted.question.locale);
    const answer = bot.ask(posted.question);
    const said = mode === 'edit' ? wording.corrected : wording.correction;
    try {
      const how: Correction =
        mode === 'edit'
          ? { mode }
          : { mode, work, ...(before === undefined ? {} : { triedMsAgo: now() - before.at }) };
      const result = await send(posted.address, how, { ...answer, lead: `${said} ${answer.lead}` });
      if (result === 'unsure') return 'left';
      if (result === 'gone') await store.remove('posted', keyOf(posted));
      else await put({ ...posted, quotes: quotesOf(answer) });
      return 'corrected';
    } catch (error) {
      onFault(posted, error);
      return 'later';
    }
  };

  const run = async (): Promise<CorrectionReport> => {
    const left: Outdated[] = [];
    let corrected = 0;
    let unfinished = false;
    for (const outdated of await findOutdated(store, announcement)) {
      const result = signal.aborted ? 'later' : await correct(outdated);
      if (result === 'corrected') {
        corrected += 1;
        await wait(pace.betweenMs, undefined, { signal }).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
      } else {
        left.push({ posted: outdated.posted, quotes: outdated.quotes });
        unfinished ||= result === 'later';
      }
    }
    return { corrected, left, unfinished };
  };
  const rounds = async () => {
    let again = false;
    do {
      wanted = false;
      try {
        const report = await run();
        again = report.unfinished;
        onReport?.(report);
      } catch (error) {
        again = true;
        onFailure?.(error);
      }
    } while (wanted && !signal.aborted);
    if (again && !signal.aborted) later = setTimeout(begin, pace.leaseMs).unref();
  };
  const begin = () => {
    clearTimeout(later);
    wanted = true;
    if (running !== undefined || signal.aborted) return;
    running = rounds().finally(() => {
      running = undefined;
    });
  };

  return {
    keep: async (where, question, answer) => {
      const quotes = quotesOf(answer);
      if (quotes.length > 0 && pace.keptMs > 0) await put({ ...where, question, quotes });
    },
    run,
    begin,
    stop: async () => {
      stopping.abort();
      clearTimeout(later);
      await running;
    },
  };
}

/** Names a correction in 25 characters. */
function workOf(posted: string, revisions: string): string {
  return createHash('sha256').update(`${posted} ${revisions}`).digest('base64url').slice(0, 25);
}

function quotesOf({ excerpts }: Answer): readonly Quote[] {
  return excerpts.map(({ announcement, revision, passage, text }) => ({
    announcement,
    revision,
    passage,
    text,
  }));
}
