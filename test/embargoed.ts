import { type LoadedBot, loadBot } from '../src/load-bot.js';
import { createFolder } from './folder.js';

/** A question that only an announcement answers that is not yet published. */
export const SECRET_QUESTION = 'Which zeppelin will fly visitors?';

/** A bot of two announcements, one of which is not yet published. */
export async function loadEmbargoed(): Promise<LoadedBot> {
  const knowledgeDir = await createFolder({
    'open.md': '# The spring fair\n\nThe spring fair takes place in the harbour hall of Oslo.',
    'secret.md':
      '---\npublish_at: 2999-01-01T00:00Z\n---\n# The zeppelin\n\nA zeppelin named Aurora will fly visitors over the fjord.',
  });
  return loadBot({ knowledgeDir, thresholds: { answer: 0.35, closest: 0.15 } });
}
