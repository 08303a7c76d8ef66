import type { Lesson, Taught } from '../loop/lesson.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';
import { line } from './report-text.js';
import { askForLesson } from './teach-terminal.js';
import { type AtLoop, operatorHere, withLoop } from './with-loop.js';

/** Options of `herald teach`; without any it asks on the terminal. */
export interface TeachOptions {
  readonly knowledge?: string;
  readonly question?: string;
  readonly announcement?: string;
  readonly passage?: number;
  readonly statement?: string;
  readonly approver?: string;
  readonly alias?: string;
  /** What the announcement calls what people call `alias`. */
  readonly for?: string;
}

/** `herald teach`: says which passage or statement answers a question, or what people call something. */
export async function teachCommand(options: TeachOptions, io: Io): Promise<ExitCode> {
  return withLoop(options.knowledge, io, async (at) => {
    const { question, statement, passage, alias } = options;
    if ([question, statement, passage, alias].every((option) => option === undefined)) {
      if (io.stdin.isTTY === true) {
        const lesson = await askForLesson(at, io);
        return lesson === undefined ? EXIT.ok : teach(at, lesson, io);
      }
      return refuse(
        io,
        'say what to teach: --question with --passage, or --question with --statement and --approver, or --alias with --for.',
      );
    }
    const lesson = lessonOf(options, at);
    return typeof lesson === 'string' ? refuse(io, lesson) : teach(at, lesson, io);
  });
}

/** Teaches and says what came of it. */
async function teach({ loop }: AtLoop, lesson: Lesson, io: Io): Promise<ExitCode> {
  const result = await loop.teach(lesson, operatorHere());
  if (!result.ok) {
    await writeLine(io.stderr, `herald teach: ${result.message}`);
    return EXIT.fault;
  }
  await writeLine(
    io.stdout,
    `Taught: ${describe(lesson)}\nherald teach undo ${result.taught.id} takes it back.`,
  );
  return EXIT.ok;
}

/** `herald teach list`: everything that is taught. */
export async function teachListCommand(
  { knowledge }: Pick<TeachOptions, 'knowledge'>,
  io: Io,
): Promise<ExitCode> {
  return withLoop(knowledge, io, async (at) => {
    const taught = await at.loop.taught();
    for (const one of taught) await writeLine(io.stdout, describeTaught(one, at));
    if (taught.length === 0) await writeLine(io.stdout, 'Nothing is taught.');
    return EXIT.ok;
  });
}

/** `herald teach undo ID`: takes a lesson back. */
export async function teachUndoCommand(
  id: string,
  { knowledge }: Pick<TeachOptions, 'knowledge'>,
  io: Io,
): Promise<ExitCode> {
  return withLoop(knowledge, io, async ({ loop }) => {
    if (await loop.unteach(id, operatorHere())) {
      await writeLine(io.stdout, `Taken back: ${id}`);
      return EXIT.ok;
    }
    await writeLine(
      io.stderr,
      `herald teach undo: there is no lesson "${id}"; herald teach list shows them.`,
    );
    return EXIT.fault;
  });
}

/** `herald teach audit`: who taught what, and when. */
export async function teachAuditCommand(
  { knowledge }: Pick<TeachOptions, 'knowledge'>,
  io: Io,
): Promise<ExitCode> {
  return withLoop(knowledge, io, async (at) => {
    const entries = await at.loop.audit();
    for (const { at: time, by, did, id, lesson } of entries)
      await writeLine(
        io.stdout,
        `${new Date(time).toISOString()}  ${nameOf(by, at)}  ${did}  ${id}  ${describe(lesson)}`,
      );
    if (entries.length === 0) await writeLine(io.stdout, 'Nobody has taught anything yet.');
    return EXIT.ok;
  });
}

/** The lesson that options stand for, or what is missing. */
function lessonOf(options: TeachOptions, { loop }: AtLoop): Lesson | string {
  const { question, passage, statement, approver, alias, for: name } = options;
  if (alias !== undefined)
    return name === undefined
      ? '--alias needs --for, what the announcement calls it.'
      : { kind: 'alias', name, alias };
  if (question === undefined) return '--question is missing.';
  const ids = [...new Set(loop.passages().map(({ announcement }) => announcement))];
  const announcement = options.announcement ?? (ids.length === 1 ? ids[0] : undefined);
  if (passage !== undefined)
    return announcement === undefined
      ? `--announcement is missing; there are: ${ids.join(', ')}.`
      : { kind: 'passage', question, announcement, passage };
  if (statement === undefined) return '--passage or --statement is missing.';
  if (approver === undefined) return '--approver is missing: who answers for the statement.';
  return {
    kind: 'statement',
    question,
    text: statement,
    approver,
    ...(options.announcement === undefined ? {} : { announcement: options.announcement }),
  };
}

function describeTaught(taught: Taught, at: AtLoop): string {
  const rests = taught.holds ? '' : '  (rests: what it points at is no longer in the announcement)';
  const day = new Date(taught.at).toISOString().slice(0, 10);
  return `${taught.id}  ${day}  ${nameOf(taught.by, at)}  ${describe(taught.lesson)}${rests}`;
}

function describe(lesson: Lesson): string {
  switch (lesson.kind) {
    case 'passage':
      return line(`“${lesson.question}” -> ¶ ${lesson.passage} of ${lesson.announcement}`);
    case 'statement':
      return line(`“${lesson.question}” -> statement of ${lesson.approver}: ${lesson.text}`);
    case 'alias':
      return line(`“${lesson.alias}” is “${lesson.name}”`);
  }
}

/** An operator by the id in OPERATORS or the name here; others by the beginning of their pseudonym. */
function nameOf(pseudonym: string, { config, pseudonyms }: AtLoop): string {
  const named = config.loop.operators.map((operator) => {
    const [platform = '', user = ''] = operator.split(':');
    return { platform, user };
  });
  const known = [operatorHere(), ...named].find((person) => pseudonyms.of(person) === pseudonym);
  return known === undefined ? pseudonym.slice(0, 8) : `${known.platform}:${known.user}`;
}

async function refuse({ stderr }: Io, message: string): Promise<ExitCode> {
  await writeLine(stderr, `herald teach: ${message}`);
  return EXIT.usage;
}
