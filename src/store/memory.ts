import { isAbout, teamOf } from './rows.js';
import type { Accepted, AskedQuestion, Feedback, Kind, PutOptions, Store } from './store.js';

const DAY_MS = 86_400_000;
const FIRST_LEASE_MS = 60_000;
const SWEEP_EVERY = 1_000;

interface Value {
  readonly value: string;
  readonly expires: number;
  readonly asker: string | undefined;
}

interface Work extends Accepted {
  readonly leasedUntil: number;
}

interface Row {
  readonly question: AskedQuestion;
  readonly textExpires: number;
}

/** A store that forgets everything when the process ends; `now` is in milliseconds since the epoch. */
export function createMemoryStore(now: () => number = Date.now): Store {
  const claims = new Map<string, number>();
  const inbox = new Map<string, Work>();
  const values = new Map<Kind, Map<string, Value>>();
  const watchers = new Map<Kind, Set<() => void>>();
  let rows: Row[] = [];
  let words: Feedback[] = [];
  let writes = 0;

  const valuesOf = (kind: Kind): Map<string, Value> => {
    const known = values.get(kind) ?? new Map<string, Value>();
    values.set(kind, known);
    return known;
  };
  const sweep = () => {
    writes += 1;
    if (writes % SWEEP_EVERY !== 0) return;
    for (const [id, expires] of claims) if (expires <= now()) claims.delete(id);
    for (const kept of values.values())
      for (const [key, { expires }] of kept) if (expires <= now()) kept.delete(key);
    rows = rows.map((row) => ({ ...row, question: readable(row) }));
  };
  const changed = (kind: Kind) => {
    for (const onChange of watchers.get(kind) ?? []) queueMicrotask(onChange);
  };
  const readable = ({ question, textExpires }: Row): AskedQuestion =>
    textExpires > now() ? question : withoutText(question);
  const claim = (id: string, ttlMs = DAY_MS): boolean => {
    if ((claims.get(id) ?? Number.NEGATIVE_INFINITY) > now()) return false;
    sweep();
    claims.set(id, now() + ttlMs);
    return true;
  };

  return {
    claim: async (id, ttlMs) => claim(id, ttlMs),
    accept: async (id, work, ttlMs) => {
      if (!claim(id, ttlMs)) return false;
      inbox.set(id, { id, work, acceptedAt: now(), leasedUntil: now() + FIRST_LEASE_MS });
      return true;
    },
    settle: async (id) => {
      inbox.delete(id);
    },
    unsettled: async (leaseMs, prefix = '') => {
      const free = [...inbox.values()].filter(
        ({ id, leasedUntil }) => id.startsWith(prefix) && leasedUntil <= now(),
      );
      for (const work of free) inbox.set(work.id, { ...work, leasedUntil: now() + leaseMs });
      return free
        .sort((a, b) => a.acceptedAt - b.acceptedAt)
        .map(({ id, work, acceptedAt }) => ({ id, work, acceptedAt }));
    },

    get: async (kind, key) => {
      const entry = valuesOf(kind).get(key);
      return entry && entry.expires > now() ? entry.value : undefined;
    },
    put: async (kind, key, value, { ttlMs, asker }: PutOptions = {}) => {
      sweep();
      const expires = ttlMs === undefined ? Number.POSITIVE_INFINITY : now() + ttlMs;
      valuesOf(kind).set(key, { value, expires, asker });
      changed(kind);
    },
    remove: async (kind, key) => {
      if (valuesOf(kind).delete(key)) changed(kind);
    },
    list: async (kind, prefix = '') =>
      [...valuesOf(kind)]
        .filter(([key, { expires }]) => key.startsWith(prefix) && expires > now())
        .map(([key, { value }]) => ({ key, value }))
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
    watch: (kind, onChange) => {
      const watching = watchers.get(kind) ?? new Set<() => void>();
      watchers.set(kind, watching.add(onChange));
      return () => watching.delete(onChange);
    },

    record: async (question, textTtlMs = Number.POSITIVE_INFINITY) => {
      sweep();
      rows.push({ question, textExpires: now() + textTtlMs });
    },
    questions: async function* (filter = {}) {
      const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = filter;
      const { place = '', asker } = filter;
      const fitting = rows
        .map(readable)
        .filter(
          (question) =>
            question.askedAt >= since &&
            question.askedAt < until &&
            question.place.startsWith(place) &&
            (asker === undefined || question.asker === asker) &&
            isAbout(question, filter),
        );
      yield* fitting.sort((a, b) => a.askedAt - b.askedAt);
    },
    feedback: async (feedback) => {
      const { answer, asker } = feedback;
      words = words.filter(
        (earlier) => asker === undefined || earlier.asker !== asker || earlier.answer !== answer,
      );
      words.push(feedback);
    },
    feedbacks: async function* () {
      yield* [...words];
    },

    forgetAsker: async (asker) => {
      for (const [kind, kept] of values) {
        for (const [key, value] of kept) {
          if (value.asker !== asker) continue;
          kept.delete(key);
          changed(kind);
        }
      }
      for (const id of claims.keys()) if (id.includes(asker)) claims.delete(id);
      rows = rows.map((row) =>
        row.question.asker === asker
          ? {
              ...row,
              question: {
                ...withoutText(row.question),
                asker: '',
                place: teamOf(row.question.place),
              },
            }
          : row,
      );
      words = words.map((word) =>
        word.asker === asker ? { answer: word.answer, helpful: word.helpful } : word,
      );
    },
    forgetPlace: async (place) => {
      for (const [kind, kept] of values) {
        for (const key of kept.keys()) {
          if (!key.startsWith(place)) continue;
          kept.delete(key);
          changed(kind);
        }
      }
      rows = rows.filter(({ question }) => !question.place.startsWith(place));
    },
    close: async () => {
      claims.clear();
      inbox.clear();
      values.clear();
      watchers.clear();
      rows = [];
      words = [];
    },
  };
}

function withoutText({ text: _, ...rest }: AskedQuestion): AskedQuestion {
  return rest;
}
