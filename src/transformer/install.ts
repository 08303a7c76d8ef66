import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { digestOf, filesOf, ModelFault, type ModelFile, type TransformerModel } from './model.js';

/** What to install, and where. */
export interface InstallOptions {
  /** A folder, or the web address of one, that has the model's files under their names. */
  readonly from: string;
  readonly folder: string;
  readonly model: TransformerModel;
  /** Hears of each file when it is in its place. */
  readonly onFile?: (file: ModelFile, outcome: 'installed' | 'was there') => Promise<void>;
}

/**
 * Brings the files of a model into a folder. A file takes its place only when it is whole and has the expected
 * SHA-256, those that are there already stay. Throws a {@link ModelFault}.
 */
export async function installModel({ from, folder, model, onFile }: InstallOptions): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of filesOf(model)) {
    const target = join(folder, file.name);
    const isThere = await has(target, file);
    if (!isThere) await bring(await openFile(from, file), target, file);
    await onFile?.(file, isThere ? 'was there' : 'installed');
  }
}

/** Whether a path holds exactly that file. */
export async function has(path: string, { bytes, sha256 }: ModelFile): Promise<boolean> {
  if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) return false;
  return (await digestOf(path)) === sha256;
}

async function openFile(from: string, { name }: ModelFile): Promise<Readable> {
  if (!/^https?:\/\//.test(from)) return createReadStream(join(from, name));
  const address = new URL(name, from.endsWith('/') ? from : `${from}/`);
  const response = await fetch(address).catch((error: unknown) => {
    throw new ModelFault(`${address.href} cannot be reached (${causeOf(error)})`, CHECK_SOURCE);
  });
  if (!response.ok || response.body === null)
    throw new ModelFault(`${address.href} answers with ${response.status}`, CHECK_SOURCE);
  return Readable.fromWeb(response.body);
}

async function bring(source: Readable, target: string, file: ModelFile): Promise<void> {
  const unfinished = `${target}.unfinished`;
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(
      source,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > file.bytes) break;
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(unfinished),
    );
    const digest = hash.digest('hex');
    if (bytes !== file.bytes || digest !== file.sha256)
      throw new ModelFault(
        `${file.name} is another file than Herald’s networks were trained with: its SHA-256 is ${digest}, not ${file.sha256}`,
        'Take it from where this version of Herald says, or make it as training/README.md tells.',
      );
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof ModelFault) throw error;
    throw new ModelFault(`${file.name} cannot be brought (${causeOf(error)})`, CHECK_SOURCE);
  }
}

const CHECK_SOURCE = 'Check the folder or web address; it must have the files under their names.';

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
