import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Hono } from 'hono';
import type { Routes, WebContext, WebEnv } from './server.js';
import { ICON } from './style/icon.js';
import { OPERATOR_STYLE } from './style/operator.js';
import { PAGE_STYLE } from './style/page.js';
import { PREVIEW_STYLE } from './style/preview.js';

interface Asset {
  readonly type: string;
  readonly read: () => string | Promise<string>;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

const readPackage = (file: string) =>
  readFile(createRequire(import.meta.url).resolve(file), 'utf8');
const script = (name: string): Asset => ({
  type: SCRIPT,
  read: () => readFile(new URL(`./page/${name}`, import.meta.url), 'utf8'),
});
const style = (text: string): Asset => ({ type: CSS, read: () => text });

const ASSETS: Readonly<Record<string, Asset>> = {
  'icon.svg': { type: 'image/svg+xml', read: () => ICON },
  'operator.css': style(OPERATOR_STYLE),
  'page.css': style(PAGE_STYLE),
  'preview.css': style(PREVIEW_STYLE),
  'uplot.css': { type: CSS, read: () => readPackage('uplot/dist/uPlot.min.css') },
  'uplot.js': { type: SCRIPT, read: () => readPackage('uplot/dist/uPlot.iife.min.js') },
  ...Object.fromEntries(
    ['combobox.js', 'operator.js', 'parse.js', 'reader.js'].map((name) => [name, script(name)]),
  ),
};

const WIDGET = script('widget.js');

/** Style sheets, scripts and pictures of the pages; read when they are first wanted, then kept. */
export function assetRoutes(): Routes {
  const routes: Routes = new Hono<WebEnv>();
  const kept = new Map<string, { readonly body: string; readonly tag: string }>();
  const send = async (c: WebContext, name: string, asset: Asset) => {
    let found = kept.get(name);
    if (found === undefined) {
      const body = await asset.read();
      const tag = createHash('sha256').update(body).digest('base64url').slice(0, 16);
      found = { body, tag: `"${tag}"` };
      kept.set(name, found);
    }
    c.header('etag', found.tag);
    c.header('cache-control', 'no-cache');
    if (c.req.header('if-none-match') === found.tag) return c.body(null, 304);
    return c.body(found.body, 200, { 'content-type': asset.type });
  };
  routes.get('/assets/:name', async (c, next) => {
    const name = c.req.param('name');
    const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    return asset === undefined ? next() : send(c, name, asset);
  });
  // Other sites' pages load it, as a module, which browsers do only where they are allowed to.
  routes.get('/widget.js', (c) => {
    c.header('access-control-allow-origin', '*');
    c.header('cross-origin-resource-policy', 'cross-origin');
    return send(c, 'widget.js', WIDGET);
  });
  return routes;
}
