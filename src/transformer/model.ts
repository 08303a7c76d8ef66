import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { type Models, modelsSchema } from '../search/model.js';

/** A file of the encoder that Herald's networks were trained with. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The encoder of the second tier, and the networks that were trained with it. */
export interface TransformerModel {
  readonly name: string;
  /** How many numbers a direction has. */
  readonly dims: number;
  /** How many word pieces of a text it reads. */
  readonly maxPieces: number;
  /** Its weights (ONNX) and its vocabulary. */
  readonly weights: ModelFile;
  readonly vocabulary: ModelFile;
  readonly models: Models;
}

/** What is wrong with the files of an encoder, and what to do about it. */
export class ModelFault extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

const file = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
  bytes: v.number(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
const schema = v.object({
  name: v.string(),
  dims: v.number(),
  maxPieces: v.number(),
  weights: file,
  vocabulary: file,
  models: modelsSchema,
});

/** Which encoder Herald knows how to use; training/ranker makes the networks for it. */
export const TRANSFORMER = new URL('../../models/transformer.json', import.meta.url);

/** Reads a description of an encoder with its networks; throws when it is not one. */
export function readTransformer(from: URL = TRANSFORMER): TransformerModel {
  return v.parse(schema, JSON.parse(readFileSync(from, 'utf8')));
}

/** The files of an encoder. */
export function filesOf({ weights, vocabulary }: TransformerModel): readonly ModelFile[] {
  return [weights, vocabulary];
}

/** Throws a {@link ModelFault} unless a folder has every file in its right size. */
export function checkSizes(folder: string, model: TransformerModel): void {
  for (const { name, bytes } of filesOf(model)) {
    const path = join(folder, name);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === bytes) continue;
    throw new ModelFault(
      size === undefined ? `${path} is missing` : `${path} has ${size} bytes instead of ${bytes}`,
      'Run herald model install with the folder or web address that has the model, or set MEANING=words.',
    );
  }
}

/** SHA-256 of a file, in hexadecimal. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
