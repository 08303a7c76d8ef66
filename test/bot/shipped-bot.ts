import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/config.js';
import { type LoadedBot, loadBot } from '../../src/load-bot.js';

const result = readConfig({
  KNOWLEDGE_DIR: fileURLToPath(new URL('../../knowledge', import.meta.url)),
});
if (!result.ok) throw new Error('the standard configuration has faults');

/** The bot as `herald` starts it, over the knowledge folder that Herald ships. */
export const shipped: LoadedBot = await loadBot(result.config);
