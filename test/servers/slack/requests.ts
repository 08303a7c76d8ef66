import { createHmac } from 'node:crypto';
import { takeResponse } from './response.js';
import type { Envelope } from './socket-mode.js';
import type { Workspace } from './workspace.js';

/** How a signed request differs from Slack's own. */
export interface Tampering {
  /** Seconds since the epoch; now by default. */
  readonly timestamp?: number;
  readonly secret?: string;
  /** What is sent in place of what was signed. */
  readonly body?: string;
  readonly contentType?: string;
  /** Headers to leave out. */
  readonly without?: readonly string[];
}

/** Posts an envelope's payload as Slack does in HTTP mode, signed; the status, and the content answered. */
export async function postSigned(
  url: string,
  secret: string,
  workspace: Workspace,
  { type, payload, retry_attempt, retry_reason }: Envelope,
  tampering: Tampering = {},
): Promise<{ readonly status: number; readonly content: unknown }> {
  const { body, contentType } = encode(type, payload);
  const timestamp = String(tampering.timestamp ?? Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', tampering.secret ?? secret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  const headers: Record<string, string> = {
    'content-type': tampering.contentType ?? contentType,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
    ...(retry_attempt === undefined ? {} : { 'x-slack-retry-num': String(retry_attempt) }),
    ...(retry_reason === undefined ? {} : { 'x-slack-retry-reason': retry_reason }),
  };
  for (const name of tampering.without ?? []) delete headers[name];
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: tampering.body ?? body,
    signal: AbortSignal.timeout(3_000),
  });
  const text = await response.text();
  const content: unknown = text.startsWith('{') ? JSON.parse(text) : text;
  if (response.ok) takeResponse(workspace, payload, content === '' ? {} : content);
  return { status: response.status, content };
}

function encode(type: Envelope['type'], payload: unknown) {
  if (type === 'events_api')
    return { body: JSON.stringify(payload), contentType: 'application/json' };
  const form =
    type === 'interactive'
      ? new URLSearchParams({ payload: JSON.stringify(payload) })
      : new URLSearchParams(payload as Record<string, string>);
  return { body: form.toString(), contentType: 'application/x-www-form-urlencoded' };
}
