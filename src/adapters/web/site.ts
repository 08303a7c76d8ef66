import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { HTTPException } from 'hono/http-exception';
import type { AdapterContext } from '../adapter.js';
import { metricRoutes } from './api/metrics.js';
import { apiRoutes } from './api/routes.js';
import { assetRoutes } from './assets.js';
import { createRequestLimiter } from './limiter.js';
import { createAccess } from './operator/access.js';
import { gateRoutes } from './operator/gate.js';
import { operatorRoutes } from './operator/routes.js';
import type { Payloads } from './preview/payloads.js';
import { previewRoutes } from './preview/routes.js';
import { renderNotice } from './read/page.js';
import { readRoutes } from './read/routes.js';
import { addressOf, HEADERS } from './security.js';
import type { Routes, Site, WebEnv, WebSettings } from './server.js';
import { chooseWords } from './words/choose.js';

const MAX_BODY = 64 * 1_024;
/** Answers of the API are small. */
const COMPRESSED = [
  '/',
  '/a/*',
  '/answer',
  '/assets/*',
  '/operator',
  '/operator/questions.csv',
  '/preview',
];

/** All routes together, and the way to end what they keep open. */
export function createSite(
  settings: WebSettings,
  context: AdapterContext,
  payloads?: Payloads,
): { readonly site: Routes; close(): void } {
  const countRequest = createRequestLimiter(settings.perMinute);
  const whois: Site['addressOf'] = (request) =>
    addressOf(request, settings.publicUrl !== undefined);
  const shared: Site = {
    settings,
    context,
    addressOf: whois,
    allows: (request, weight) => countRequest(whois(request), weight),
  };
  const headers = Object.entries(HEADERS);
  const site: Routes = new Hono<WebEnv>();
  site.route('/', apiRoutes(shared));
  site.use((c, next) => {
    // Set before there is a response: to look into one that is made already makes it slower to send.
    for (const [name, value] of headers) c.header(name, value);
    return next();
  });
  for (const path of COMPRESSED) site.use(path, compress());
  site.on('POST', '*', bodyLimit({ maxSize: MAX_BODY }));
  site.route('/', readRoutes(shared));
  const access = createAccess(settings);
  site.route('/', metricRoutes(shared, access));
  site.route('/', assetRoutes());
  site.route('/', gateRoutes(shared, access));
  const operator = operatorRoutes(shared, access);
  site.route('/', operator.routes);
  if (payloads !== undefined) site.route('/', previewRoutes(shared, payloads));
  site.notFound((c) => {
    const words = chooseWords(c.req.header('accept-language'));
    return c.html(renderNotice(words, words.notFound, '/'), 404);
  });
  site.onError((err, c) => {
    if (err instanceof HTTPException) return err.getResponse();
    context.log.error(
      { err, method: c.req.method, path: c.req.path, fix: 'See the error; other requests go on.' },
      'a request failed',
    );
    const words = chooseWords(c.req.header('accept-language'));
    return c.html(renderNotice(words, words.failed, '/'), 500);
  });
  return { site, close: operator.close };
}
