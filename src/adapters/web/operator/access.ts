import { createHmac, randomBytes } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import { isFromOwnPage, isLocal, isLoopback, isSameSecret } from '../security.js';
import type { WebContext, WebSettings } from '../server.js';

/** Who is an operator here, and what proves it. */
export interface Access {
  /** By session, by bearer token, or by sitting at this machine where there is no token. */
  mayRead(c: WebContext): boolean;
  /** The same, with the form's own proof that one of our pages sent it; never by bearer token. */
  mayAct(c: WebContext, proof: string): boolean;
  /** What a form that acts carries. */
  proofFor(c: WebContext): string;
  /** Opens a session for whoever knows the token; false otherwise. */
  enter(c: WebContext, token: string): boolean;
  /** Whether a token would let one in. */
  readonly hasToken: boolean;
}

const COOKIE = 'herald_operator';
const SESSION_S = 12 * 3_600;

/** Access by a token, or, where none is set and nothing suggests a proxy, from this machine alone. */
export function createAccess({ operatorToken, publicUrl, host }: WebSettings): Access {
  // Sessions end with the process.
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const isHome = publicUrl === undefined && isLoopback(host === 'localhost' ? '127.0.0.1' : host);

  /** What names the session of a request, or `undefined` where there is none. */
  const sessionOf = (c: WebContext): string | undefined => {
    if (operatorToken === undefined) return isHome && isLocal(c.env.incoming) ? 'home' : undefined;
    const [expires = '', id = '', signature = ''] = (getCookie(c, COOKIE) ?? '').split('.');
    const isValid =
      isSameSecret(signature, sign(`session ${expires}.${id}`)) && Number(expires) > Date.now();
    return isValid ? id : undefined;
  };
  const bearsToken = (c: WebContext): boolean => {
    const [, token] = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    return token !== undefined && operatorToken !== undefined && isSameSecret(token, operatorToken);
  };
  const proofOf = (session: string) => sign(`proof ${session}`);

  return {
    hasToken: operatorToken !== undefined,
    mayRead: (c) => sessionOf(c) !== undefined || bearsToken(c),
    mayAct: (c, proof) => {
      const session = sessionOf(c);
      return (
        session !== undefined &&
        isFromOwnPage(c.env.incoming) &&
        isSameSecret(proof, proofOf(session))
      );
    },
    proofFor: (c) => proofOf(sessionOf(c) ?? ''),
    enter: (c, token) => {
      if (operatorToken === undefined || !isSameSecret(token, operatorToken)) return false;
      const session = `${Date.now() + SESSION_S * 1_000}.${randomBytes(16).toString('base64url')}`;
      setCookie(c, COOKIE, `${session}.${sign(`session ${session}`)}`, {
        path: '/',
        httpOnly: true,
        sameSite: 'Strict',
        secure: publicUrl?.startsWith('https:') ?? false,
        maxAge: SESSION_S,
      });
      return true;
    },
  };
}
