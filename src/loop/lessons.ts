import { randomInt } from 'node:crypto';
import * as v from 'valibot';
import type { Bot, Lessons as BotLessons } from '../bot/bot.js';
import type { Announcement } from '../knowledge/announcement.js';
import type { Curated } from '../search/curated.js';
import type { Store } from '../store/store.js';
import type { AuditEntry, Lesson, LessonResult, Operator, Taught } from './lesson.js';
import type { Pseudonyms } from './pseudonyms.js';

/** What teaching needs. */
export interface LessonTools {
  readonly bot: Bot;
  /** Replaces what the bot was taught. */
  readonly teachBot: (lessons: BotLessons) => void;
  readonly announcements: () => readonly Announcement[];
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  readonly isOperator: (by: Operator) => boolean;
  readonly now: () => number;
}

/** What operators teach, kept in a store with who taught it. */
export interface Lessons {
  teach(lesson: Lesson, by: Operator): Promise<LessonResult>;
  unteach(id: string, by: Operator): Promise<boolean>;
  list(): Promise<readonly Taught[]>;
  /** What operators did, the oldest first. */
  audit(): Promise<readonly AuditEntry[]>;
  /** Has the bot learn what the store holds, where that is not what it knows; resolves to whether it is not. */
  learn(): Promise<boolean>;
  /** Has the bot learn at once what was last read: after a change of the announcements. */
  learnAgain(): void;
}

const MAX_QUESTION = 500;
const MAX_STATEMENT = 2_000;
const MAX_NAME = 100;

const lessonSchema = v.variant('kind', [
  v.object({
    kind: v.literal('passage'),
    question: v.string(),
    announcement: v.string(),
    passage: v.number(),
  }),
  v.object({
    kind: v.literal('statement'),
    question: v.string(),
    announcement: v.exactOptional(v.string()),
    text: v.string(),
    approver: v.string(),
  }),
  v.object({ kind: v.literal('alias'), name: v.string(), alias: v.string() }),
]);
const taughtSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    id: v.string(),
    lesson: lessonSchema,
    text: v.exactOptional(v.string()),
    at: v.number(),
    by: v.string(),
  }),
);
type Kept = v.InferOutput<typeof taughtSchema>;
const auditSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    at: v.number(),
    by: v.string(),
    did: v.picklist(['taught', 'took back']),
    id: v.string(),
    lesson: lessonSchema,
  }),
);

/** Lessons that a store keeps. */
export function createLessons(tools: LessonTools): Lessons {
  const { bot, teachBot, announcements, store, pseudonyms, isOperator, now } = tools;
  let learning: Promise<unknown> = Promise.resolve();
  let latest: readonly Kept[] = [];

  const passagesOf = (id: string) => announcements().find((one) => one.id === id)?.passages ?? [];
  /** The lesson for the announcements as they are; `undefined` while it does not hold. */
  const holding = ({ lesson, text }: Kept): Lesson | undefined => {
    switch (lesson.kind) {
      case 'statement':
        return lesson;
      case 'alias':
        return announcements().some((one) => mentions(one, lesson.name)) ? lesson : undefined;
      case 'passage': {
        // Passages move when an announcement is edited: the words say which one was meant.
        const passages = passagesOf(lesson.announcement);
        const same = passages.filter((passage) => passage.text === text);
        const found = same.find(({ number }) => number === lesson.passage) ?? same[0];
        return found && { ...lesson, passage: found.number };
      }
    }
  };
  const kept = async (): Promise<readonly Kept[]> =>
    (await store.list('curated')).map(({ value }) => v.parse(taughtSchema, value));
  const toTaught = (one: Kept): Taught => {
    const lesson = holding(one);
    return { ...one, lesson: lesson ?? one.lesson, holds: lesson !== undefined };
  };
  /** The newest first: of two for the same question the later holds. */
  const toBot = (all: readonly Kept[]): BotLessons => {
    const held = [...all].reverse().flatMap((one) => {
      const lesson = holding(one);
      return lesson === undefined ? [] : [{ lesson, at: one.at }];
    });
    return {
      curated: held.flatMap(({ lesson, at }): Curated[] => {
        if (lesson.kind === 'alias') return [];
        if (lesson.kind === 'passage') {
          const { question, announcement, passage } = lesson;
          return [{ question, announcement, passage }];
        }
        const { question, announcement, text, approver } = lesson;
        const statement = { text, approver, date: new Date(at).toISOString().slice(0, 10) };
        return [{ question, ...(announcement === undefined ? {} : { announcement }), statement }];
      }),
      aliases: held.flatMap(({ lesson }) => (lesson.kind === 'alias' ? [lesson] : [])),
    };
  };
  const learn = () => {
    const learned = learning.then(async () => {
      const before = JSON.stringify(latest);
      latest = await kept();
      if (JSON.stringify(latest) === before) return false;
      teachBot(toBot(latest));
      return true;
    });
    learning = learned.catch(() => undefined);
    return learned;
  };
  const write = (entry: AuditEntry) =>
    store.put(
      'audit',
      `${new Date(entry.at).toISOString()} ${entry.id} ${entry.did}`,
      JSON.stringify(entry),
    );

  /** What is wrong with a lesson, for the operator. */
  const faultOf = (lesson: Lesson): string | undefined => {
    if (lesson.kind === 'alias') {
      const { name, alias } = lesson;
      if (!hasWords(name, MAX_NAME) || !hasWords(alias, MAX_NAME))
        return `An alias is two names of at most ${MAX_NAME} characters: what the announcement says, and what people say.`;
      return announcements().some((one) => mentions(one, name))
        ? undefined
        : `No announcement mentions “${name}”; name a term as it stands there.`;
    }
    if (!hasWords(lesson.question, MAX_QUESTION))
      return `A question has words, and at most ${MAX_QUESTION} characters.`;
    const { announcement } = lesson;
    if (announcement !== undefined && !announcements().some(({ id }) => id === announcement))
      return `There is no announcement “${announcement}”; there are: ${announcements()
        .map(({ id }) => id)
        .join(', ')}.`;
    if (lesson.kind === 'statement') {
      if (!hasWords(lesson.text, MAX_STATEMENT))
        return `A statement has words, and at most ${MAX_STATEMENT} characters.`;
      return hasWords(lesson.approver, MAX_NAME)
        ? undefined
        : 'A statement names who answers for it.';
    }
    const { length } = passagesOf(lesson.announcement);
    return lesson.passage >= 1 && lesson.passage <= length
      ? undefined
      : `There is no passage ${lesson.passage} in “${lesson.announcement}”; it has ${length}.`;
  };
  /** Whether the bot, taught this besides all else, gives it to the question it is for. */
  const takesEffect = (all: readonly Kept[], candidate: Kept): boolean => {
    const { lesson } = candidate;
    teachBot(toBot([...all, candidate]));
    if (lesson.kind === 'alias') return true;
    const { announcement } = lesson;
    const { excerpts, statement } = bot.ask({
      text: lesson.question,
      preview: true,
      ...(announcement === undefined ? {} : { announcement }),
    });
    return lesson.kind === 'statement'
      ? statement?.text === lesson.text
      : excerpts[0]?.passage === lesson.passage;
  };

  return {
    learn,
    learnAgain: () => teachBot(toBot(latest)),
    list: async () => (await kept()).map(toTaught),
    audit: async () => (await store.list('audit')).map(({ value }) => v.parse(auditSchema, value)),
    teach: async (lesson, by) => {
      if (!isOperator(by)) return refuse('Only operators may teach.');
      const fault = faultOf(lesson);
      if (fault !== undefined) return refuse(fault);
      const at = now();
      const text =
        lesson.kind === 'passage'
          ? passagesOf(lesson.announcement)[lesson.passage - 1]?.text
          : undefined;
      const one: Kept = {
        id: `${at.toString(36)}${randomInt(36 ** 4)
          .toString(36)
          .padStart(4, '0')}`,
        lesson,
        ...(text === undefined ? {} : { text }),
        at,
        by: pseudonyms.of(by),
      };
      const all = await kept();
      if (!takesEffect(all, one)) {
        teachBot(toBot(all));
        return refuse(
          'The question has no words to know it by; write it out as somebody would ask it.',
        );
      }
      try {
        // First: nothing holds that is not written down.
        await write({ at, by: one.by, did: 'taught', id: one.id, lesson });
        await store.put('curated', one.id, JSON.stringify(one));
      } catch (error) {
        teachBot(toBot(all));
        throw error;
      }
      await learn();
      return { ok: true, taught: toTaught(one) };
    },
    unteach: async (id, by) => {
      if (!isOperator(by)) return false;
      const found = (await kept()).find((one) => one.id === id);
      if (found === undefined) return false;
      const { lesson } = found;
      await write({ at: now(), by: pseudonyms.of(by), did: 'took back', id, lesson });
      await store.remove('curated', id);
      await learn();
      return true;
    },
  };
}

function refuse(message: string): LessonResult {
  return { ok: false, message };
}

function hasWords(text: string, most: number): boolean {
  return /[\p{L}\p{N}]/u.test(text) && text.length <= most;
}

function mentions({ text }: Announcement, name: string): boolean {
  return text.toLowerCase().includes(name.toLowerCase());
}
