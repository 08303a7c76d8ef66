// Herald as `herald serve` runs it, set by the environment, with corrections in a hurry; ends at a message.
import { createApp, openStoreFor } from '../../dist/app.js';
import { readConfig } from '../../dist/config.js';
import { followFolder, loadBot } from '../../dist/load-bot.js';
import { CORRECTION_PACE } from '../../dist/revisions/corrections.js';

const { config, faults } = readConfig(process.env);
if (faults) throw new Error(JSON.stringify(faults));
const complain = (fields, message) => console.error(message, fields);
const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: complain, error: complain };
const live = await loadBot(config);
const store = await openStoreFor(config, { holder: 'the child of a test' }, log);
const correctionPace = { ...CORRECTION_PACE, betweenMs: 5, leaseMs: 500 };
const app = await createApp(config, live.bot, store, log, { live, correctionPace });
const started = await app.start();
if (started.length < 2) throw new Error(`only ${started} started`);
const unfollow = await followFolder(live, config.knowledgeDir, log);
process.on('message', async () => {
  await unfollow();
  await app.stop();
  process.disconnect();
});
process.send('ready');
