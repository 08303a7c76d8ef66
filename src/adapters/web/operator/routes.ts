import { Hono } from 'hono';
import { stream, streamSSE } from 'hono/streaming';
import * as v from 'valibot';
import type { Lesson, Operator } from '../../../loop/lesson.js';
import { renderNotice } from '../read/page.js';
import type { Routes, Site, WebContext, WebEnv } from '../server.js';
import { english } from '../words/en.js';
import type { Access } from './access.js';
import { toCsv } from './csv.js';
import { findGaps } from './gaps.js';
import { createInsightReader, type Filter } from './insights.js';
import { createLive } from './live.js';
import { renderOperatorPage } from './page.js';
import { type Choice, PERIODS_MS, type Period } from './view.js';

/** Whoever was let in here may teach; the loop knows the platform. */
const OPERATOR: Operator = { platform: 'operator', user: 'page' };
const MAX_STREAMS = 50;
const BEAT_MS = 20_000;
const SAID: Readonly<Record<string, string>> = {
  taught: 'Taught. It holds at once, on every platform.',
  undone: 'Taken back.',
};

const words = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(2_000));
const lessonSchema = v.variant('kind', [
  v.object({
    kind: v.literal('passage'),
    question: words,
    announcement: words,
    passage: v.pipe(v.string(), v.digits(), v.transform(Number)),
  }),
  v.object({
    kind: v.literal('statement'),
    question: words,
    announcement: words,
    text: words,
    approver: words,
  }),
  v.object({ kind: v.literal('alias'), name: words, alias: words }),
]);

/** The operator's page; whoever uses these routes has been let in to read. */
export function operatorRoutes(
  { context }: Site,
  access: Access,
): { readonly routes: Routes; close(): void } {
  const { bot, loop, store } = context;
  const readInsights = createInsightReader(bot, store);
  const live = createLive(context);
  const ending = new AbortController();
  const routes: Routes = new Hono<WebEnv>();

  const refuse = (c: WebContext, message: string, status: 400 | 403 | 404 | 422) =>
    c.html(renderNotice(english, message, '/operator'), status);

  routes.get('/operator', async (c) => {
    const choice = choiceOf(c, bot.announcements()[0]?.id ?? '');
    const announcement = bot.read(choice.announcement);
    if (announcement === undefined) return refuse(c, 'There is no such announcement.', 404);
    const filter = filterOf(choice);
    // The report waits for what is being recorded, so what is read after it is complete.
    const { groups } = await loop.report({ ...filter, announcement: announcement.id });
    const said = SAID[c.req.query('said') ?? ''];
    return c.html(
      renderOperatorPage({
        announcement,
        cards: bot.announcements(),
        choice,
        gaps: findGaps(groups, announcement.id, bot),
        insights: await readInsights(announcement, filter),
        taught: await loop.taught(),
        proof: access.proofFor(c),
        ...(said === undefined ? {} : { said }),
      }),
    );
  });
  routes.get('/operator/questions.csv', (c) => {
    const choice = choiceOf(c, bot.announcements()[0]?.id ?? '');
    const { announcement } = choice;
    const questions = store.questions({ ...filterOf(choice), announcement });
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="questions.csv"');
    return stream(c, async (output) => {
      for await (const line of toCsv(questions, announcement)) await output.write(line);
    });
  });
  routes.get('/operator/events', (c) => {
    if (live.count() >= MAX_STREAMS) return c.text('too many pages are open', 503);
    return streamSSE(c, async (events) => {
      const ended = new Promise<void>((resolve) => {
        events.onAbort(resolve);
        ending.signal.addEventListener('abort', () => resolve());
      });
      const send = (event: string) => {
        events.writeSSE({ event, data: '' }).catch(() => events.abort());
      };
      const beat = setInterval(() => send('beat'), BEAT_MS);
      const unfollow = live.follow(() => send('changed'));
      send('ready');
      await ended;
      clearInterval(beat);
      unfollow();
    });
  });
  routes.post('/operator/teach', async (c) => {
    const fields = await c.req.parseBody();
    if (!access.mayAct(c, String(fields.proof))) return refuse(c, NOT_OURS, 403);
    const parsed = v.safeParse(lessonSchema, fields);
    if (!parsed.success) return refuse(c, 'Fill in every field.', 400);
    const result = await loop.teach(parsed.output satisfies Lesson, OPERATOR);
    return result.ok ? c.redirect(backOf(fields, 'taught'), 303) : refuse(c, result.message, 422);
  });
  routes.post('/operator/undo', async (c) => {
    const fields = await c.req.parseBody();
    if (!access.mayAct(c, String(fields.proof))) return refuse(c, NOT_OURS, 403);
    const isThere = await loop.unteach(String(fields.id), OPERATOR);
    return isThere
      ? c.redirect(backOf(fields, 'undone'), 303)
      : refuse(c, 'It was taken back already.', 404);
  });
  return {
    routes,
    close: () => {
      ending.abort();
      live.close();
    },
  };
}

const NOT_OURS =
  'This did not come from a page of Herald that is still valid. Go back, load it again, and try once more.';

function choiceOf(c: WebContext, standard: string): Choice {
  const { announcement = standard, period = 'all', place = '', passage = '' } = c.req.query();
  return {
    announcement,
    period: Object.hasOwn(PERIODS_MS, period) ? (period as Period) : 'all',
    place: place.slice(0, 300),
    ...(/^[1-9]\d{0,6}$/.test(passage) ? { passage: Number(passage) } : {}),
  };
}

function filterOf({ period, place }: Choice): Filter {
  return {
    ...(period === 'all' ? {} : { since: Date.now() - PERIODS_MS[period] }),
    ...(place === '' ? {} : { place }),
  };
}

function backOf(fields: Readonly<Record<string, unknown>>, said: string): string {
  const query = new URLSearchParams(typeof fields.back === 'string' ? fields.back : '');
  query.set('said', said);
  return `/operator?${query}`;
}
