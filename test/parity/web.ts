import { createWebAdapter } from '../../src/adapters/web/adapter.js';
import type { Answer } from '../../src/bot/answer.js';
import type { Bot } from '../../src/bot/bot.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { recordLog } from '../adapters/slack/connect.js';
import { createContext } from '../loop/context.js';
import { type Platform, type Reply, wordsOf } from './platform.js';

/** The page's API over HTTP, which has questions but no buttons. */
export async function startWeb(bot: Bot): Promise<Platform> {
  const store = createMemoryStore();
  const context = createContext({ bot, store, log: recordLog() });
  const web = createWebAdapter(
    { host: '127.0.0.1', port: 0, corsOrigins: [], perMinute: 0 },
    context,
  );
  await web.start();
  const ask = async (question: string): Promise<Reply> => {
    const url = new URL('/api/ask', web.address());
    url.searchParams.set('q', question);
    const response = await fetch(url);
    return readReply(JSON.parse(await response.text()));
  };
  return {
    name: "the page's API",
    store,
    loop: context.loop,
    lacks: ['more', 'around', 'share', 'try', 'helpful', 'not-helpful'],
    run: async (step) =>
      'ask' in step ? ask(step.ask) : 'follow' in step ? ask(step.follow) : 'no button',
    close: () => web.stop(),
  };
}

function readReply({ lead, statement, excerpts, suggestions, contact, further }: Answer): Reply {
  return {
    lead,
    ...(statement && { statement: statement.text }),
    excerpts: excerpts.map(({ section, passage, text, highlights, cut }) => ({
      place: [...(section === '' ? [] : [section]), `¶ ${passage}`].join(' · '),
      text,
      bold: wordsOf(highlights.map(([from, to]) => text.slice(from, to))),
      cut,
    })),
    offered: suggestions,
    ...(contact !== undefined && { contact }),
    hasMore: further > 0,
  };
}
