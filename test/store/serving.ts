import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../adapters/slack/connect.js';
import { startHerald } from '../cli/herald.js';
import { postSigned } from '../servers/slack/requests.js';
import type { SlackServer } from '../servers/slack/server.js';
import type { Envelope } from '../servers/slack/socket-mode.js';

const SECRET = 'canary-signing-secret';

/** `herald serve`, in Slack over HTTP. */
export interface Serving {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Starts `herald serve` over HTTP on a Slack server; resolves when it listens. */
export async function serve(
  slack: SlackServer,
  env: Readonly<Record<string, string>>,
): Promise<Serving> {
  const port = await freePort();
  const child = startHerald(['serve'], {
    cwd: process.cwd(),
    env: {
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      SLACK_PORT: String(port),
      WEB: 'off',
      QUESTIONS_PER_PERSON: '0',
      QUESTIONS_PER_CHANNEL: '0',
      LOG_LEVEL: 'warn',
      ...env,
    },
  });
  child.stdin.end();
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaints += chunk;
  });
  for (;;) {
    const health = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    await health?.arrayBuffer();
    if (health?.ok) return { child, port };
    if (child.exitCode !== null) throw new Error(`herald ended: ${complaints}`);
    await wait(20);
  }
}

/** Ends it as `kill -9` does. */
export async function kill({ child }: Serving): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Whether Herald acknowledged an event; false when it was not there to do so. */
export async function deliver(slack: SlackServer, port: number, event: Envelope): Promise<boolean> {
  const path = `http://127.0.0.1:${port}/slack/events`;
  return postSigned(path, SECRET, slack.workspace, event).then(
    ({ status }) => status === 200,
    () => false,
  );
}
