// Herald in Discord on a database of its own, to be killed: node killed-child.mjs FOLDER API_URL TOKEN CLOCK_AHEAD_MS [PORT PUBLIC_KEY]
import { createDiscordAdapter } from '../../../dist/adapters/discord/adapter.js';
import { loadBot } from '../../../dist/load-bot.js';
import { createLoop } from '../../../dist/loop/create-loop.js';
import { createPseudonyms } from '../../../dist/loop/pseudonyms.js';
import { openLibsqlStore } from '../../../dist/store/libsql.js';

const [folder, apiUrl, token, aheadMs, port, publicKey] = process.argv.slice(2);
const { bot } = await loadBot({
  knowledgeDir: 'knowledge',
  thresholds: { answer: 0.35, closest: 0.15 },
});
// Leases of the process before are over, as they are a minute after it was killed.
const store = openLibsqlStore({
  folder,
  holder: 'the next Herald',
  now: () => Date.now() + Number(aheadMs),
});
const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: console.error };
const pseudonyms = createPseudonyms('a key of these tests');
const loop = createLoop({ bot, store, pseudonyms, onFault: console.error });
const http = publicKey && { http: { publicKey, port: Number(port), host: '127.0.0.1' } };
const adapter = createDiscordAdapter({ token, apiUrl, ...http }, { bot, loop, store, log });
process.on('message', async () => {
  await adapter.stop();
  await loop.stop();
  await store.close();
  process.disconnect();
});
await adapter.start();
process.send('ready');
