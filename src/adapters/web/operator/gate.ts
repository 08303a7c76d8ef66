import { Hono } from 'hono';
import { renderDocument } from '../document.js';
import { html } from '../html.js';
import type { Routes, Site, WebEnv } from '../server.js';
import type { Access } from './access.js';

/** How many requests a try at the token counts as. */
const TRY_WEIGHT = 10;
const OPERATORS_ONLY = ['/operator', '/operator/*', '/preview'] as const;

/** Lets operators through to the routes below, and asks others for the token. */
export function gateRoutes({ allows }: Site, access: Access): Routes {
  const routes: Routes = new Hono<WebEnv>();
  routes.post('/operator/enter', async (c) => {
    if (!(await allows(c.env.incoming, TRY_WEIGHT))) return c.html(renderGate(access, 'many'), 429);
    const { token, back } = await c.req.parseBody();
    if (typeof token !== 'string' || !access.enter(c, token))
      return c.html(renderGate(access, 'wrong'), 401);
    return c.redirect(back === '/preview' ? '/preview' : '/operator', 303);
  });
  for (const path of OPERATORS_ONLY)
    routes.use(path, async (c, next) => {
      if (access.mayRead(c)) {
        c.header('cache-control', 'no-store');
        return next();
      }
      return c.html(renderGate(access, 'new', c.req.path), access.hasToken ? 401 : 403);
    });
  return routes;
}

function renderGate({ hasToken }: Access, why: 'new' | 'wrong' | 'many', back = ''): string {
  const said = {
    new: '',
    wrong: 'That is not the token.',
    many: 'These are many tries. Please wait a minute.',
  }[why];
  return renderDocument({
    language: 'en',
    title: 'Operator – Herald',
    hidden: true,
    body: html`<header class="top"><a class="brand" href="/">Herald</a></header>
<main class="notice"><h1>For the operator</h1>${
      hasToken
        ? html`<form method="post" action="/operator/enter" class="gate"><label for="token">OPERATOR_TOKEN</label><input type="hidden" name="back" value="${back}"><div class="row"><input id="token" name="token" type="password" required autocomplete="current-password"${said !== '' && html` aria-describedby="said" aria-invalid="true"`}><button>Enter</button></div>${said !== '' && html`<p id="said" role="alert">${said}</p>`}</form>`
        : html`<p>This page is for the machine that Herald runs on. To reach it from elsewhere, or through a proxy, set <code>OPERATOR_TOKEN</code>.</p>`
    }</main>`,
  });
}
