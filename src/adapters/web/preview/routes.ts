import { Hono } from 'hono';
import { operatorNav } from '../operator/nav.js';
import type { Routes, Site, WebEnv } from '../server.js';
import { type Preview, renderPreviewPage } from './page.js';
import type { Payloads } from './payloads.js';

const MAX_QUESTION = 2_000;
const SUGGESTIONS = 5;

/** The preview of replies; whoever uses these routes has been let in. */
export function previewRoutes({ context }: Site, payloads: Payloads): Routes {
  const { bot } = context;
  const routes: Routes = new Hono<WebEnv>();
  routes.get('/preview', async (c) => {
    const question = c.req.query('q')?.slice(0, MAX_QUESTION) ?? '';
    const preview = async (): Promise<Preview> => {
      if (question === '') return { question, replies: [] };
      const answer = bot.ask({ text: question });
      const [slack, discord] = await Promise.all([
        payloads.slack(answer),
        payloads.discord(answer),
      ]);
      return {
        question,
        replies: [
          { platform: 'slack', payload: slack },
          { platform: 'discord', payload: discord },
        ],
      };
    };
    return c.html(
      renderPreviewPage(await preview(), bot.suggestions(SUGGESTIONS), operatorNav('preview')),
    );
  });
  return routes;
}
