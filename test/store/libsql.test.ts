import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openLibsqlStore } from '../../src/store/libsql.js';
import { describeStore } from './contract.js';

const root = mkdtempSync(join(tmpdir(), 'herald-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
describeStore('libsql', (now) => {
  count += 1;
  return openLibsqlStore({ folder: join(root, `${count}`), holder: 'this test', now });
});
