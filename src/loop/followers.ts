import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Answer } from '../bot/answer.js';
import type { Bot } from '../bot/bot.js';
import type { Question } from '../bot/question.js';
import { wordingFor } from '../bot/wording.js';
import type { Store } from '../store/store.js';
import { questionSchema } from './asking.js';
import type { Asker } from './loop.js';
import type { Pseudonyms } from './pseudonyms.js';
import { homeOf } from './recording.js';

/** A platform's way to tell somebody who follows a question; rejects where they may be told later. */
export type Notify = (address: string, answer: Answer) => Promise<void>;

/** What following needs. */
export interface FollowerTools {
  readonly bot: Bot;
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  /** How long a question is followed, in milliseconds: no longer than its text is kept. */
  readonly textTtlMs: number;
  /** How a platform tells; `undefined` where it is not connected or cannot. */
  readonly notify: (platform: string) => Notify | undefined;
  readonly onFault: (error: unknown, message: string) => void;
  readonly now: () => number;
}

/** People who want to hear when a question is answered. */
export interface Followers {
  add(question: Question, asker: Asker, address: string): Promise<void>;
  /** Tells everyone whose question is answered now, each once. */
  tell(): Promise<void>;
  /** What somebody follows, by their pseudonym. */
  of(pseudonym: string): Promise<readonly Question[]>;
}

/** How long telling one person may take before another process takes it up. */
const LEASE_MS = 60_000;

const followerSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    question: questionSchema,
    platform: v.string(),
    user: v.string(),
    place: v.string(),
    address: v.string(),
    until: v.number(),
    /** Telling was begun: where nobody knows whether the message was sent it is not sent again. */
    begun: v.exactOptional(v.literal(true)),
  }),
);

type Follower = v.InferOutput<typeof followerSchema>;

/** Followers that a store keeps. */
export function createFollowers(tools: FollowerTools): Followers {
  const { bot, store, pseudonyms, textTtlMs, notify, onFault, now } = tools;
  const put = (follower: Follower) => putFollower(store, pseudonyms, follower, now());
  const tellOne = async (key: string, { question, platform }: Follower): Promise<void> => {
    const send = notify(platform);
    if (send === undefined) return;
    const answer = bot.ask(question);
    if (answer.outcome !== 'answer') return;
    if (!(await store.claim(`follower ${key}`, LEASE_MS))) return;
    // Whoever held the claim before may have told them since this was read.
    const latest = v.safeParse(followerSchema, await store.get('follower', key));
    if (!latest.success) return;
    if (latest.output.begun) return store.remove('follower', key);
    await put({ ...latest.output, begun: true });
    try {
      const lead = `${wordingFor(question.locale).followed} ${answer.lead}`;
      await send(latest.output.address, { ...answer, lead });
    } catch (error) {
      onFault(
        error,
        'somebody could not be told that their question is answered; it is tried again',
      );
      const { begun: _, ...again } = latest.output;
      return put(again);
    }
    await store.remove('follower', key);
  };
  return {
    add: (question, { platform, user, place }, address) =>
      put({ question, platform, user, place, address, until: now() + textTtlMs }),
    tell: async () => {
      for (const { key, follower } of await listFollowers(store)) await tellOne(key, follower);
    },
    of: async (pseudonym) =>
      (await listFollowers(store)).flatMap(({ key, follower }) =>
        key === keyFor(follower, pseudonym) ? [follower.question] : [],
      ),
  };
}

/** Puts every follower under a new pseudonym. */
export async function changeFollowers(
  store: Store,
  pseudonyms: Pseudonyms,
  now: number,
): Promise<void> {
  for (const { key, follower } of await listFollowers(store)) {
    await putFollower(store, pseudonyms, follower, now);
    if (key !== keyFor(follower, pseudonyms.of(follower))) await store.remove('follower', key);
  }
}

async function putFollower(
  store: Store,
  pseudonyms: Pseudonyms,
  follower: Follower,
  now: number,
): Promise<void> {
  const ttlMs = follower.until - now;
  const asker = pseudonyms.of(follower);
  const key = keyFor(follower, asker);
  if (ttlMs > 0) await store.put('follower', key, JSON.stringify(follower), { ttlMs, asker });
}

async function listFollowers(store: Store) {
  return (await store.list('follower')).flatMap(({ key, value }) => {
    const parsed = v.safeParse(followerSchema, value);
    return parsed.success ? [{ key, follower: parsed.output }] : [];
  });
}

function keyFor({ question, place }: Follower, pseudonym: string): string {
  const hash = createHash('sha256').update(JSON.stringify(question)).digest('base64url');
  return `${homeOf(place)} ${pseudonym} ${hash.slice(0, 16)}`;
}
