import { join } from 'node:path';
import { has, installModel } from '../transformer/install.js';
import { filesOf, ModelFault, readTransformer } from '../transformer/model.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** `herald model install`: brings the files of the transformer, checked, into the model folder. */
export async function modelInstallCommand(
  from: string,
  { to }: { readonly to?: string },
  io: Io,
): Promise<ExitCode> {
  const folder = to ?? io.config().modelDir;
  const model = readTransformer();
  try {
    await installModel({
      from,
      folder,
      model,
      onFile: ({ name, bytes }, outcome) =>
        writeLine(io.stdout, `${name}  ${megabytes(bytes)}  ${outcome}`),
    });
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    await writeLine(io.stderr, `herald model install: ${error.message}. ${error.fix}`);
    return EXIT.fault;
  }
  await writeLine(
    io.stdout,
    `The model is in ${folder}. Set MEANING=transformer${to === undefined ? '' : ` and MODEL_DIR=${to}`} to use it.`,
  );
  return EXIT.ok;
}

/** `herald model`: says which files the transformer needs, and which of them are in the model folder. */
export async function modelCommand(io: Io): Promise<ExitCode> {
  const folder = io.config().modelDir;
  const model = readTransformer();
  await writeLine(io.stdout, `${model.name}, in ${folder}:`);
  let isWhole = true;
  for (const file of filesOf(model)) {
    const isThere = await has(join(folder, file.name), file);
    isWhole &&= isThere;
    await writeLine(
      io.stdout,
      `${isThere ? 'ok     ' : 'missing'}  ${file.name}  ${megabytes(file.bytes)}  sha256 ${file.sha256}`,
    );
  }
  return isWhole ? EXIT.ok : EXIT.fault;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
