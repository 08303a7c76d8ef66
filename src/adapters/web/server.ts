import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context, Env, Hono } from 'hono';
import type { AdapterContext } from '../adapter.js';

/** Where the page is served, and to whom. */
export interface WebSettings {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** The address that readers reach it by, without a slash at its end; then proxies on this machine are believed. */
  readonly publicUrl?: string;
  /** Lets its holder into the operator's page; without one that is for this machine alone. */
  readonly operatorToken?: string;
  /** Other sites whose pages may ask (`*`: all). */
  readonly corsOrigins: readonly string[];
  /** Requests a minute from one address; 0 is no limit. */
  readonly perMinute: number;
}

/** What the routes share. */
export interface Site {
  readonly settings: WebSettings;
  readonly context: AdapterContext;
  /** False when whoever makes a request made too many in this minute; `weight` is how much it counts. */
  readonly allows: (request: IncomingMessage, weight?: number) => Promise<boolean>;
  /** Who makes a request, by address. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** Node's own request and response come with every request. */
export interface WebEnv extends Env {
  readonly Bindings: HttpBindings;
}

/** The routes of one part of the site. */
export type Routes = Hono<WebEnv>;

/** A request as the routes see it. */
export type WebContext = Context<WebEnv>;
