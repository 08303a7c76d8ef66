/** What a remembered value is about; each kind has keys of its own. */
export type Kind = (typeof KINDS)[number];

/**
 * `asked`: questions by the answer they got, for its buttons. `reply`: what was posted for a message.
 * `thread`: threads Herald answered in. `setting`: of channels, servers, workspaces. `installation`: Slack
 * workspaces. `curated`: what the operator taught. `follower`: who wants to hear when a question is
 * answered. `posted`: messages that quote an announcement. `revision`: what an announcement said before.
 * `audit`: what operators did.
 */
export const KINDS = [
  'asked',
  'reply',
  'thread',
  'setting',
  'installation',
  'curated',
  'follower',
  'posted',
  'revision',
  'audit',
] as const;

/** Kinds that can be watched: what every process that serves has to hear of at once. */
export type WatchedKind = (typeof WATCHED_KINDS)[number];

/** See {@link WatchedKind}. */
export const WATCHED_KINDS = ['curated', 'setting'] as const satisfies readonly Kind[];

/** A value and the key it stands under. */
export interface Item {
  readonly key: string;
  readonly value: string;
}

/** How long a value is kept, and whose it is. */
export interface PutOptions {
  /** In milliseconds; for good by default. */
  readonly ttlMs?: number;
  /** Pseudonym of the person it is about: it goes when they ask to be forgotten. */
  readonly asker?: string;
}

/** Work that was accepted and is not settled yet. */
export interface Accepted {
  readonly id: string;
  /** As given to `accept`. */
  readonly work: string;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
}

/** A passage that was shown. */
export interface Shown {
  readonly announcement: string;
  readonly revision: string;
  readonly passage: number;
}

/** A question somebody asked, and what came of it. */
export interface AskedQuestion {
  /** Unique to this asking. */
  readonly id: string;
  /** Id of the answer: the same for the same question and revision. */
  readonly answer: string;
  /** As typed; absent where texts are not kept, or no longer. */
  readonly text?: string;
  readonly outcome: string;
  /** Best first; empty when nothing was shown. */
  readonly shown: readonly Shown[];
  /** Id of the one announcement that was asked; absent when all were. */
  readonly announcement?: string;
  readonly platform: string;
  /** Where it was asked: platform, then team or server, then channel, parted by spaces. */
  readonly place: string;
  /** Pseudonym of whoever asked. */
  readonly asker: string;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  readonly latencyMs: number;
}

/** A reader's word on an answer. */
export interface Feedback {
  /** Id of the answer. */
  readonly answer: string;
  readonly helpful: boolean;
  /** The reader's own words, where they gave any. */
  readonly reason?: string;
  /** Pseudonym of the reader; a later word of theirs on the same answer replaces the earlier. */
  readonly asker?: string;
}

/** Which questions to read; all by default. */
export interface QuestionFilter {
  /** From this time on, in milliseconds since the epoch. */
  readonly since?: number;
  /** Before this time. */
  readonly until?: number;
  /** Only those that showed, or asked only, this announcement. */
  readonly announcement?: string;
  /** Only those whose place begins so. */
  readonly place?: string;
  readonly asker?: string;
}

/** What Herald remembers, behind one port; every promise resolves once the effect is durable. */
export interface Store {
  /** True for exactly one caller per id until the claim expires, `ttlMs` later (default one day). */
  claim(id: string, ttlMs?: number): Promise<boolean>;
  /** Claims an id and keeps its work until it is settled, in one step; false when the id is claimed already. */
  accept(id: string, work: string, ttlMs?: number): Promise<boolean>;
  /** Drops the work of an id; the claim stands. */
  settle(id: string): Promise<void>;
  /**
   * Unsettled work whose ids begin with `prefix` (all by default), oldest first, whose lease is over; each is
   * leased to this caller for `leaseMs`, so that no other gets it meanwhile. `accept` gives its caller a lease
   * of one minute.
   */
  unsettled(leaseMs: number, prefix?: string): Promise<readonly Accepted[]>;

  /** The value last put under the key, or `undefined`. */
  get(kind: Kind, key: string): Promise<string | undefined>;
  /** Puts a value under a key, replacing any other. */
  put(kind: Kind, key: string, value: string, options?: PutOptions): Promise<void>;
  /** Forgets a value; forgetting what is not there is fine. */
  remove(kind: Kind, key: string): Promise<void>;
  /** The values whose keys begin with `prefix` (all by default), in the order of their keys' code points. */
  list(kind: Kind, prefix?: string): Promise<readonly Item[]>;
  /** Calls back soon after any value of the kind has changed, here or in another process; returns the way to stop. */
  watch(kind: WatchedKind, onChange: () => void): () => void;

  /** Keeps a question; its text goes after `textTtlMs` where given, the rest stays. */
  record(question: AskedQuestion, textTtlMs?: number): Promise<void>;
  /** Questions in the order they were asked. */
  questions(filter?: QuestionFilter): AsyncIterable<AskedQuestion>;
  feedback(feedback: Feedback): Promise<void>;
  /** Every word on answers, in the order they came. */
  feedbacks(): AsyncIterable<Feedback>;

  /**
   * Forgets a person for good: values about them, claims with their pseudonym in the id, texts and pseudonym of
   * their questions and feedback, and the channels they asked in, for one may be theirs alone; counts stay.
   */
  forgetAsker(asker: string): Promise<void>;
  /** Forgets a place for good: every value whose key begins with `place`, and every question asked there. */
  forgetPlace(place: string): Promise<void>;
  close(): Promise<void>;
}
