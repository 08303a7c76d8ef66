import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { readFrontMatter } from '../knowledge/front-matter.js';
import { Refusal } from './refusal.js';

/** The file of the knowledge folder that an announcement is written to. */
export interface Target {
  readonly path: string;
  readonly exists: boolean;
  /** Front matter of the file that would be replaced, by key. */
  readonly frontMatter: ReadonlyMap<string, unknown>;
}

/** Finds where an announcement goes; throws a {@link Refusal} where something else stands in its way. */
export async function findTarget(folder: string, id: string): Promise<Target> {
  const path = join(folder, `${id}.md`);
  const names = await readdir(folder).catch(unlessMissing);
  const own = names.find((name) => name === `${id}.md`);
  const other = names.find(
    (name) =>
      name !== own && /^\.(?:md|txt)$/.test(extname(name)) && idOf(name) === id.toLowerCase(),
  );
  if (other !== undefined) {
    throw new Refusal(
      `the id "${id}" is taken by ${join(folder, other)}`,
      'Give another with --name, or remove that file.',
    );
  }
  if (own === undefined) return { path, exists: false, frontMatter: new Map() };
  const status = await lstat(path);
  if (!status.isFile()) {
    throw new Refusal(
      `${path} is ${status.isSymbolicLink() ? 'a link' : 'not a file'}, which an import does not replace`,
      'Remove it, or give another name with --name.',
    );
  }
  return { path, exists: true, frontMatter: frontMatterOf(path, await readFile(path, 'utf8')) };
}

function idOf(name: string): string {
  return basename(name, extname(name)).toLowerCase();
}

function frontMatterOf(path: string, text: string): ReadonlyMap<string, unknown> {
  const read = readFrontMatter(path, text);
  if (!read.ok || read.bodyStart === 0) return new Map();
  const yaml = text.slice(0, read.bodyStart).replace(/^\uFEFF?---.*|(?:---|\.\.\.)[ \t]*$/g, '');
  const values: unknown = parseDocument(yaml).toJS({ mapAsMap: true, maxAliasCount: 0 });
  return values instanceof Map ? values : new Map();
}

function unlessMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
