import { describe, expect, test } from 'vitest';
import { herald } from '../cli/herald.js';
import { createFolder } from '../folder.js';

const MODEL_DIR = process.env.HERALD_TEST_MODEL_DIR;
const FAIR = {
  'fair.md':
    '# The fair\n\nThe fair opens on 3 May.\n\nTickets cost ten euros.\n\nDogs stay outside.\n',
};

describe('MEANING=transformer', () => {
  test('says which file is missing and what to do', async () => {
    const folder = await createFolder(FAIR);
    const env = { MEANING: 'transformer', MODEL_DIR: `${folder}/model` };
    const { code, stderr } = await herald(['ask', 'When?', '-k', folder], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^herald: .*\.onnx is missing\. Run herald model install /);
  });

  test('lists the files that it needs', async () => {
    const folder = await createFolder();
    const { code, stdout } = await herald(['model'], { env: { MODEL_DIR: folder } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/missing {2}vocab\.txt {2}0\.2 MB {2}sha256 [0-9a-f]{64}/);
  });

  test.skipIf(MODEL_DIR === undefined)(
    'finds what has no word in common (HERALD_TEST_MODEL_DIR names the model)',
    async () => {
      const folder = await createFolder(FAIR);
      const env = { MEANING: 'transformer', MODEL_DIR: MODEL_DIR ?? '' };
      const asked = ['ask', 'may i bring my puppy', '-k', folder];
      const { code, stdout } = await herald(asked, { env });
      expect(code).toBe(0);
      expect(stdout).toContain('│ Dogs stay outside.');
      expect(await herald(asked, { env })).toMatchObject({ stdout });
    },
  );
});
