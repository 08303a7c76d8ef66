/** What a remembered value is about; each kind has keys of its own. */
export type Kind = 'asked' | 'reply' | 'thread' | 'setting' | 'installation';

/** A reader's word on an answer. */
export interface Feedback {
  /** Id of the answer. */
  readonly answer: string;
  readonly helpful: boolean;
  /** The reader's own words, where they gave any. */
  readonly reason?: string;
}

/** What Herald remembers, behind one port; every promise resolves once the effect is durable. */
export interface Store {
  /** True for exactly one caller per id until the claim expires, `ttlMs` later (default one day). */
  claim(id: string, ttlMs?: number): Promise<boolean>;
  /** The value last put under the key, or `undefined`. */
  get(kind: Kind, key: string): Promise<string | undefined>;
  /** Puts a value under a key, replacing any other; it is forgotten after `ttlMs` where given. */
  put(kind: Kind, key: string, value: string, ttlMs?: number): Promise<void>;
  /** Forgets a value; forgetting what is not there is fine. */
  remove(kind: Kind, key: string): Promise<void>;
  feedback(feedback: Feedback): Promise<void>;
  close(): Promise<void>;
}
