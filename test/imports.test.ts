import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const STATEMENT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
const EXPORT_FROM = /(?:^|\n)\s*export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^'";]*?\sfrom\s+['"]/;

interface Import {
  readonly from: string;
  /** A file of src with forward slashes, or a package or module of Node. */
  readonly to: string;
  readonly isOwn: boolean;
  /** Whether only types cross, which leave no trace in the program. */
  readonly isType: boolean;
}

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(SRC, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .sort();
const sources = new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));

function importsOf(file: string, source: string): readonly Import[] {
  return [...source.matchAll(STATEMENT)].map(([statement, typeKeyword, fixed, dynamic]) => {
    const named = fixed ?? dynamic ?? '';
    const isOwn = named.startsWith('.');
    const path = normalize(join(dirname(file), named))
      .split(sep)
      .join('/');
    const bindings = /\{([^}]*)\}/.exec(statement)?.[1] ?? '';
    const inlineTypes = bindings
      .split(',')
      .map((binding) => binding.trim())
      .filter((binding) => binding !== '');
    return {
      from: file,
      to: isOwn ? path.replace(/\.js$/, '.ts') : named,
      isOwn,
      isType:
        typeKeyword !== undefined ||
        (inlineTypes.length > 0 && inlineTypes.every((binding) => binding.startsWith('type '))),
    };
  });
}

const imports = [...sources].flatMap(([file, source]) => importsOf(file, source));
const own = imports.filter(({ isOwn }) => isOwn);
const packages = imports.filter(({ isOwn, to }) => !isOwn && !to.startsWith('node:'));
const describeImport = ({ from, to }: Import) => `${from} -> ${to}`;
const breaking = (found: readonly Import[], isAllowed: (one: Import) => boolean) =>
  found.filter((one) => !isAllowed(one)).map(describeImport);
const leaving = (folder: string) =>
  own.filter(({ from, to }) => from.startsWith(folder) && !to.startsWith(folder));
const importersOf = (name: string) =>
  [...new Set(packages.filter(({ to }) => to === name).map(({ from }) => from))].sort();

describe('who may import whom', () => {
  test('every relative import names a file of src', () => {
    expect(breaking(own, ({ to }) => sources.has(to))).toEqual([]);
    expect(own.length).toBeGreaterThan(50);
  });

  test('knowledge imports nothing else of src', () => {
    expect(leaving('knowledge/').map(describeImport)).toEqual([]);
  });

  test('import imports nothing else of src but knowledge', () => {
    expect(breaking(leaving('import/'), ({ to }) => to.startsWith('knowledge/'))).toEqual([]);
    const users = own.filter(
      ({ from, to }) => to.startsWith('import/') && !from.startsWith('import/'),
    );
    expect(breaking(users, ({ from }) => from === 'cli/import.ts')).toEqual([]);
  });

  test('search imports only types of knowledge', () => {
    expect(
      breaking(leaving('search/'), ({ to, isType }) => to.startsWith('knowledge/') && isType),
    ).toEqual([]);
  });

  test('the transformer imports only search, and only the composition root and its subcommand import it', () => {
    expect(breaking(leaving('transformer/'), ({ to }) => to.startsWith('search/'))).toEqual([]);
    const users = own.filter(
      ({ from, to }) => to.startsWith('transformer/') && !from.startsWith('transformer/'),
    );
    expect(
      breaking(users, ({ from }) => from === 'load-bot.ts' || from === 'cli/model.ts'),
    ).toEqual([]);
    expect(importersOf('onnxruntime-node')).toEqual(['transformer/worker.ts']);
  });

  test('the store imports nothing else of src', () => {
    expect(leaving('store/').map(describeImport)).toEqual([]);
  });

  test('the bot imports search, and types of knowledge and of the store’s port', () => {
    expect(
      breaking(
        leaving('bot/'),
        ({ to, isType }) =>
          to.startsWith('search/') ||
          (isType && (to.startsWith('knowledge/') || to === 'store/store.ts')),
      ),
    ).toEqual([]);
  });

  test('the loop imports search, Herald’s words, and types of bot, knowledge and the store’s port', () => {
    expect(
      breaking(
        leaving('loop/'),
        ({ to, isType }) =>
          to.startsWith('search/') ||
          to === 'bot/wording.ts' ||
          (isType &&
            (to.startsWith('bot/') || to.startsWith('knowledge/') || to === 'store/store.ts')),
      ),
    ).toEqual([]);
  });

  test('an adapter imports its own folder, the adapters’ port, and types of bot, loop and store’s port', () => {
    const folders = new Set(
      files.flatMap((file) => /^adapters\/[^/]+\//.exec(file)?.slice(0, 1) ?? []),
    );
    const found = [...folders].flatMap((folder) =>
      breaking(
        leaving(folder),
        ({ to, isType }) =>
          to === 'adapters/adapter.ts' ||
          (isType && (to.startsWith('bot/') || to.startsWith('loop/') || to === 'store/store.ts')),
      ),
    );
    expect(found).toEqual([]);
  });

  test('the adapters’ port imports only types of bot, loop, revisions and store', () => {
    expect(
      breaking(
        own.filter(({ from }) => from === 'adapters/adapter.ts'),
        ({ to, isType }) =>
          isType &&
          (/^(?:bot|loop)\//.test(to) ||
            to === 'revisions/corrections.ts' ||
            to === 'store/store.ts'),
      ),
    ).toEqual([]);
  });

  test('revisions import knowledge, Herald’s words, and types of bot and the store’s port', () => {
    expect(
      breaking(
        leaving('revisions/'),
        ({ to, isType }) =>
          to.startsWith('knowledge/') ||
          to === 'bot/wording.ts' ||
          (isType && (to.startsWith('bot/') || to === 'store/store.ts')),
      ),
    ).toEqual([]);
  });

  test('live imports knowledge, search and bot, and only the composition root imports it', () => {
    expect(breaking(leaving('live/'), ({ to }) => /^(?:knowledge|search|bot)\//.test(to))).toEqual(
      [],
    );
    const outside = own.filter(
      ({ from, to }) => to.startsWith('live/') && !from.startsWith('live/'),
    );
    expect(breaking(outside, ({ from }) => from === 'load-bot.ts')).toEqual([]);
  });

  test('only main imports a subcommand, and nothing imports main', () => {
    const outside = own.filter(({ from, to }) => to.startsWith('cli/') && !from.startsWith('cli/'));
    expect(breaking(outside, ({ from }) => from === 'main.ts')).toEqual([]);
    expect(own.filter(({ to }) => to === 'main.ts').map(describeImport)).toEqual([]);
  });

  test('only the subcommands import the composition root', () => {
    expect(
      breaking(
        own.filter(({ to }) => /^(?:app|load-bot|platforms)\.ts$/.test(to)),
        ({ from }) => from.startsWith('cli/') || from === 'app.ts',
      ),
    ).toEqual([]);
  });
});

test('no file imports itself by a roundabout way, types left aside', () => {
  const next = new Map<string, string[]>();
  for (const { from, to, isType } of own)
    if (!isType) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test('no file is a barrel: none passes on what another exports', () => {
  expect(files.filter((file) => EXPORT_FROM.test(sources.get(file) ?? ''))).toEqual([]);
  expect(files.filter((file) => /(?:^|\/)index\.ts$/.test(file))).toEqual([]);
});

test('one file imports Fuse.js', () => {
  expect(importersOf('fuse.js')).toEqual(['search/fuzzy.ts']);
});

test('a platform’s library is imported only in its adapter’s folder', () => {
  const homes = [
    [/^@slack\//, 'adapters/slack/'],
    [/^(?:hono|@hono\/|prom-client)/, 'adapters/web/'],
    [/^(?:discord\.js|discord-api-types|@discordjs\/)/, 'adapters/discord/'],
  ] as const;
  const strays = homes.flatMap(([library, home]) =>
    breaking(
      packages.filter(({ to }) => library.test(to)),
      ({ from }) => from.startsWith(home),
    ),
  );
  expect(strays).toEqual([]);
});

test('main.ts alone reads the process', () => {
  const readers = files.filter(
    (file) =>
      /\bprocess\s*[.[]/.test(withoutComments(sources.get(file) ?? '')) ||
      imports.some(({ from, to }) => from === file && /^(?:node:)?process$/.test(to)),
  );
  expect(readers).toEqual(['main.ts']);
});

function withoutComments(source: string): string {
  return source.replace(/\/\*.*?\*\//gs, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
