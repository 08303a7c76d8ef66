import { mkdir } from 'node:fs/promises';
import { composeFile } from '../import/compose.js';
import { convert } from '../import/convert.js';
import type { LeftOut, Original } from '../import/draft.js';
import { fetchDocument } from '../import/fetch.js';
import { checkId, idFrom } from '../import/id.js';
import { LIMITS, type Limits } from '../import/limits.js';
import { Refusal } from '../import/refusal.js';
import { isWebAddress, readFileWithin, readWithin } from '../import/source.js';
import { findTarget } from '../import/target.js';
import type { Converted } from '../import/worker.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';
import { confirm, replaceFile } from './write-file.js';

/** Options of `herald import`. */
export interface ImportOptions {
  readonly knowledge?: string;
  /** The announcement's id; by default it is made from the file's name, the address or the title. */
  readonly name?: string;
  /** Replaces a file that exists without asking. */
  readonly yes?: boolean;
  /** Writes nothing. */
  readonly dryRun?: boolean;
  /** Lets addresses lead to hosts that are not public. */
  readonly allowPrivate?: boolean;
  /** Seconds for fetching, and again for converting. */
  readonly timeout?: number;
}

const STDIN = '-';
const MAX_TEXTS = 8;
const MAX_TEXT = 60;

/** `herald import`: brings documents into the knowledge folder, each whole or not at all; one that cannot be is exit 1. */
export async function importCommand(
  sources: readonly string[],
  options: ImportOptions,
  io: Io,
): Promise<ExitCode> {
  if (options.name !== undefined && sources.length > 1) {
    await writeLine(
      io.stderr,
      'herald import: --name names one announcement; import the documents one at a time.',
    );
    return EXIT.usage;
  }
  const folder = options.knowledge ?? io.config().knowledgeDir;
  let failed = false;
  for (const from of sources) {
    try {
      await importOne(from, folder, options, io);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : unwritable(error);
      failed = true;
      await writeLine(io.stderr, `herald import: ${from}: ${refusal.message}. ${refusal.fix}`);
    }
  }
  return failed ? EXIT.fault : EXIT.ok;
}

async function importOne(
  from: string,
  folder: string,
  options: ImportOptions,
  io: Io,
): Promise<void> {
  const name = options.name === undefined ? undefined : checkId(options.name);
  const limits = limitsFor(options);
  const original = await read(from, limits, options, io);
  const converted = await convert(original, limits, io.residentBytes);
  const { draft, passages } = converted;
  const id = name ?? idFrom(original.url ?? from, draft.facts.title);
  const target = await findTarget(folder, id);
  const text = composeFile(draft, target.frontMatter);
  const noun = passages.length === 1 ? 'passage' : 'passages';
  await writeLine(
    io.stdout,
    `${id}: "${draft.facts.title ?? id}", ${passages.length} ${noun} from ${from}`,
  );
  for (const line of passageLines(converted)) await writeLine(io.stdout, line);
  for (const line of leftOutLines(draft.leftOut)) await writeLine(io.stdout, line);
  if (options.dryRun) {
    await writeLine(io.stdout, `would ${target.exists ? 'replace' : 'write'} ${target.path}`);
    return;
  }
  if (target.exists && !options.yes && !(await mayReplace(target.path, from, io))) {
    await writeLine(io.stdout, `kept ${target.path} as it was`);
    return;
  }
  await mkdir(folder, { recursive: true });
  await replaceFile(target.path, text);
  await writeLine(io.stdout, `${target.exists ? 'replaced' : 'wrote'} ${target.path}`);
}

function limitsFor({ timeout }: ImportOptions): Limits {
  if (timeout === undefined) return LIMITS;
  return { ...LIMITS, fetchMs: timeout * 1_000, convertMs: timeout * 1_000 };
}

async function read(
  from: string,
  limits: Limits,
  { allowPrivate }: ImportOptions,
  { stdin }: Io,
): Promise<Original> {
  if (from === STDIN) return { bytes: await readWithin(stdin, limits), from };
  if (!isWebAddress(from)) return readFileWithin(from, limits);
  return fetchDocument(from, { limits, ...(allowPrivate ? { isAllowed: () => true } : {}) });
}

/** Whether a file may be replaced; throws where there is nobody to ask. */
async function mayReplace(path: string, from: string, io: Io): Promise<boolean> {
  if (from === STDIN || !io.stdin.isTTY)
    throw new Refusal(`${path} exists`, 'Replace it with --yes, or give another name with --name.');
  return confirm(`Replace ${path}?`, io);
}

function* passageLines({ passages }: Converted): Generator<string> {
  let section: string | undefined;
  for (const passage of passages) {
    if (passage.section !== section) {
      section = passage.section;
      yield `\n  ${section === '' ? '(no section)' : section}`;
    }
    yield `  ¶ ${passage.number}  ${passage.text.replace(/\s+/g, ' ')}`;
  }
  yield '';
}

function* leftOutLines(leftOut: readonly LeftOut[]): Generator<string> {
  if (leftOut.length === 0) return;
  yield '  Left out';
  for (const { what, texts } of leftOut) {
    const shown = texts.slice(0, MAX_TEXTS).map(abridge);
    const more = texts.length > shown.length ? [`${texts.length - shown.length} more`] : [];
    yield texts.length === 0 ? `  - ${what}` : `  - ${what}: ${[...shown, ...more].join(' · ')}`;
  }
  yield '';
}

function abridge(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_TEXT ? line : `${line.slice(0, MAX_TEXT - 1)}…`;
}

function unwritable(error: unknown): Refusal {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
  return new Refusal(
    `the announcement cannot be written (${error.code})`,
    'Check that the knowledge folder can be written to.',
    { cause: error },
  );
}
