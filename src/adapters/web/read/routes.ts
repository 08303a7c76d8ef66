import { Hono } from 'hono';
import * as v from 'valibot';
import type { Answer } from '../../../bot/answer.js';
import { linkToAnnouncement } from '../links.js';
import { isFromOwnPage } from '../security.js';
import type { Routes, Site, WebContext, WebEnv } from '../server.js';
import { chooseWords } from '../words/choose.js';
import type { Words } from '../words/words.js';
import {
  type ReadView,
  renderAnswerPart,
  renderListPage,
  renderNotice,
  renderReadPage,
} from './page.js';

/** How much of a question is taken, in UTF-16 code units. */
const MAX_QUESTION = 2_000;
const MAX_PAGE = 1_000;
const SUGGESTIONS = 5;
/** Type-ahead asks at every key. */
const COMPLETION_WEIGHT = 0.1;

const voteSchema = v.object({
  answer: v.pipe(v.string(), v.regex(/^[\w-]{16}$/)),
  helpful: v.picklist(['yes', 'no']),
  back: v.optional(v.string(), '/'),
});

/** The pages for readers. */
export function readRoutes({ context, allows, addressOf }: Site): Routes {
  const { bot, loop } = context;
  const routes: Routes = new Hono<WebEnv>();

  const ask = async (c: WebContext, text: string, page: number, words: Words, id?: string) => {
    const question = {
      text,
      locale: words.language,
      ...(id === undefined ? {} : { announcement: id }),
    };
    if (page > 0) return bot.more(question, page);
    const user = addressOf(c.env.incoming);
    return loop.ask(question, { platform: 'web', user, place: 'web page' });
  };
  /** What was asked and what there is to show, or `undefined` where too much was asked. */
  const look = async (c: WebContext, words: Words, id?: string): Promise<ReadView | undefined> => {
    const text = c.req.query('q')?.slice(0, MAX_QUESTION);
    const page = Math.min(Math.max(Math.trunc(Number(c.req.query('page'))) || 0, 0), MAX_PAGE);
    if (text !== undefined && !(await allows(c.env.incoming))) return undefined;
    const answer: Answer | undefined =
      text === undefined ? undefined : await ask(c, text, page, words, id);
    return {
      words,
      read: (announcement) => bot.read(announcement),
      cards: bot.announcements(),
      suggestions:
        answer === undefined
          ? id === undefined
            ? bot.suggestions(SUGGESTIONS)
            : bot.ask({ text: '', announcement: id }).suggestions
          : [],
      ...(answer === undefined ? {} : { asked: { answer, page } }),
    };
  };
  const wordsFor = (c: WebContext) => chooseWords(c.req.header('accept-language'));
  const tooMany = (c: WebContext, words: Words) =>
    c.html(renderNotice(words, words.tooMany, '/'), 429, { 'retry-after': '60' });
  const missing = (c: WebContext, words: Words) =>
    c.html(renderNotice(words, words.notFound, '/'), 404);

  // What is no longer quoted says so.
  const gone = (c: WebContext, words: Words, announcement: string) => {
    const { lead } = bot.ask({ text: 'what', announcement, locale: words.language });
    return c.html(renderNotice(words, lead, '/'), 410);
  };

  for (const path of ['/', '/a/*', '/answer', '/feedback'])
    routes.use(path, (c, next) => {
      c.header('vary', 'accept-language');
      return next();
    });
  routes.get('/', async (c) => {
    const words = wordsFor(c);
    const [only, ...others] = bot.announcements();
    const question = c.req.query('q');
    if (only !== undefined && others.length === 0)
      return c.redirect(linkToAnnouncement(only.id, question === undefined ? {} : { question }));
    const view = await look(c, words);
    return view === undefined ? tooMany(c, words) : c.html(renderListPage(view));
  });
  routes.get('/a/:id', async (c) => {
    const words = wordsFor(c);
    const id = c.req.param('id');
    const announcement = bot.read(id);
    if (announcement === undefined) return bot.knows(id) ? gone(c, words, id) : missing(c, words);
    const view = await look(c, words, announcement.id);
    return view === undefined ? tooMany(c, words) : c.html(renderReadPage(announcement, view));
  });
  routes.get('/answer', async (c) => {
    const words = wordsFor(c);
    const id = c.req.query('announcement');
    const announcement = id === undefined ? undefined : bot.read(id);
    if (id !== undefined && announcement === undefined) return missing(c, words);
    const view = await look(c, words, id);
    return view === undefined ? tooMany(c, words) : c.html(renderAnswerPart(announcement, view));
  });
  routes.get('/complete', async (c) => {
    if (!(await allows(c.env.incoming, COMPLETION_WEIGHT))) return c.json([], 429);
    return c.json(bot.complete(c.req.query('q')?.slice(0, 200) ?? '', 8));
  });
  routes.post('/feedback', async (c) => {
    const words = wordsFor(c);
    const { incoming } = c.env;
    if (!isFromOwnPage(incoming)) return c.html(renderNotice(words, words.failed, '/'), 403);
    if (!(await allows(incoming))) return tooMany(c, words);
    const vote = v.safeParse(voteSchema, await c.req.parseBody());
    if (!vote.success) return c.html(renderNotice(words, words.failed, '/'), 400);
    const { answer, helpful, back } = vote.output;
    const person = { platform: 'web', user: addressOf(incoming) };
    await loop.feedback(answer, { helpful: helpful === 'yes' }, person);
    return c.html(renderNotice(words, words.thanks, /^\/(?![/\\])/.test(back) ? back : '/'));
  });
  return routes;
}
