import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { installModel } from '../../src/transformer/install.js';
import { checkSizes, ModelFault, readTransformer } from '../../src/transformer/model.js';
import { createFolder } from '../folder.js';

const FILES = { 'weights.onnx': 'weights '.repeat(100_000), 'vocab.txt': 'the\nlab\n' };
const fileOf = (name: keyof typeof FILES) => ({
  name,
  bytes: FILES[name].length,
  sha256: createHash('sha256').update(FILES[name]).digest('hex'),
});
const model = {
  ...readTransformer(),
  weights: fileOf('weights.onnx'),
  vocabulary: fileOf('vocab.txt'),
};

async function serve(files: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((request, response) => {
    const body = files[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`;
}

const faultOf = async (from: string, folder: string): Promise<string> => {
  const error = await installModel({ from, folder, model }).catch((reason: unknown) => reason);
  if (!(error instanceof ModelFault)) throw error;
  return error.message;
};

describe('installing a model', () => {
  test.each(['a folder', 'the web'])('brings its files from %s, and once only', async (source) => {
    const from =
      source === 'a folder'
        ? await createFolder(FILES)
        : await serve({
            '/models/weights.onnx': FILES['weights.onnx'],
            '/models/vocab.txt': FILES['vocab.txt'],
          });
    const folder = `${await createFolder()}/model`;
    const outcomes: string[] = [];
    const onFile = async ({ name }: { readonly name: string }, outcome: string) => {
      outcomes.push(`${name} ${outcome}`);
    };
    await installModel({ from, folder, model, onFile });
    await installModel({ from, folder, model, onFile });
    expect(outcomes).toEqual([
      'weights.onnx installed',
      'vocab.txt installed',
      'weights.onnx was there',
      'vocab.txt was there',
    ]);
    expect(await readFile(`${folder}/weights.onnx`, 'utf8')).toBe(FILES['weights.onnx']);
    expect(() => checkSizes(folder, model)).not.toThrow();
  });

  test('takes no other file for it, and leaves nothing half done', async () => {
    const folder = await createFolder();
    for (const wrong of [`${FILES['weights.onnx']}more`, FILES['weights.onnx'].replace('w', 'v')]) {
      const from = await createFolder({ ...FILES, 'weights.onnx': wrong });
      expect(await faultOf(from, folder)).toMatch(/^weights\.onnx is another file than /);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  test('says what cannot be found', async () => {
    const folder = await createFolder();
    const from = await serve({});
    expect(await faultOf(from, folder)).toBe(`${from}/weights.onnx answers with 404`);
    expect(await faultOf('/nowhere', folder)).toContain('weights.onnx cannot be brought (ENOENT');
    expect(() => checkSizes(folder, model)).toThrow('weights.onnx is missing');
  });
});
