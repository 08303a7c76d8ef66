import { Hono } from 'hono';
import type { Access } from '../operator/access.js';
import type { Routes, Site, WebEnv } from '../server.js';

const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

/** Counters in the text format of Prometheus; the library is loaded, and counting begins, when they are first read. */
export function metricRoutes({ context }: Site, access: Access): Routes {
  const routes: Routes = new Hono<WebEnv>();
  let loading: ReturnType<typeof startCounting> | undefined;
  routes.get('/metrics', async (c) => {
    if (!access.mayRead(c))
      return c.json(
        { error: 'not an operator', fix: 'Send "Authorization: Bearer" with OPERATOR_TOKEN.' },
        401,
        { 'www-authenticate': 'Bearer' },
      );
    loading ??= startCounting(context);
    const registry = await loading;
    return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
  return routes;
}

async function startCounting({ bot, onAsked }: Site['context']) {
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = (
    await import('prom-client')
  ).default;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const questions = new Counter({
    name: 'herald_questions_total',
    help: 'Questions answered by this process since its metrics were first read.',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'herald_answer_seconds',
    help: 'From hearing a question to having its answer.',
    labelNames: ['platform'],
    buckets: BUCKETS_S,
    registers,
  });
  new Gauge({
    name: 'herald_announcements',
    help: 'Announcements that can be asked.',
    registers,
    collect() {
      this.set(bot.announcements().length);
    },
  });
  onAsked?.(({ platform, answer, latencyMs }) => {
    questions.inc({ platform, outcome: answer.outcome });
    seconds.observe({ platform }, latencyMs / 1_000);
  });
  return registry;
}
