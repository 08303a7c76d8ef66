import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createFolder } from '../../folder.js';
import { directMessage, mention } from '../../servers/slack/payloads.js';
import { postSigned } from '../../servers/slack/requests.js';
import { type SlackServer, startSlackServer } from '../../servers/slack/server.js';
import type { Envelope } from '../../servers/slack/socket-mode.js';
import { freePort } from './connect.js';

const CHILD = fileURLToPath(new URL('killed-child.mjs', import.meta.url));
const SECRET = 'canary-signing-secret';
const KILLS = Number(process.env.KILLS ?? 3);
/** How many questions are under way at a time. */
const WIDTH = 8;
/** Past the lease of whoever accepted a question or took it up again. */
const LEASE_MS = 121_000;

let slack: SlackServer;
let child: ChildProcess | undefined;
afterEach(async () => {
  child?.kill('SIGKILL');
  await slack.close();
});

describe('A Herald that is killed again and again', () => {
  it('answers every question once', { timeout: 30_000 + KILLS * 10_000 }, async () => {
    slack = await startSlackServer();
    slack.scopes = [...slack.scopes, 'channels:history'];
    const folder = await createFolder({});
    const port = await freePort();
    const asked: string[] = [];
    let acknowledged = 0;
    let again: Envelope[] = [];

    const start = async (round: number) => {
      const args = [folder, slack.apiUrl, String(port), SECRET, String(round * LEASE_MS)];
      child = fork(CHILD, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      await once(child, 'message');
      return child;
    };
    const ask = (): Envelope => {
      const ts = `1790000001.${String(asked.length).padStart(6, '0')}`;
      asked.push(ts);
      const text = `<@U0HERALD> Who are the rivals, question ${asked.length}?`;
      const channel = `0${asked.length % 20}`;
      return asked.length % 2 === 0
        ? mention(slack, { text, ts, channel: `C${channel}` })
        : directMessage(slack, { text, ts, channel: `D${channel}` });
    };
    /** Delivers until `wanted` more are acknowledged; what is not acknowledged is to be delivered again. */
    const deliver = async (wanted: number, next: () => Envelope | undefined) => {
      const goal = acknowledged + wanted;
      const url = `http://127.0.0.1:${port}/slack/events`;
      const work = async () => {
        while (acknowledged < goal) {
          const envelope = next();
          if (envelope === undefined) return;
          const status = await postSigned(url, SECRET, slack.workspace, envelope).then(
            (response) => response.status,
            () => 0,
          );
          if (status === 200) acknowledged += 1;
          else again.push({ ...envelope, retry_attempt: 1, retry_reason: 'http_error' });
          if (acknowledged >= goal) child?.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: WIDTH }, work));
    };

    for (let round = 0; round < KILLS; round += 1) {
      const victim = await start(round);
      const died = once(victim, 'exit');
      const before = again;
      again = [];
      await deliver(before.length + 7 + ((round * 13) % 40), () => before.pop() ?? ask());
      await died;
    }
    const last = await start(KILLS);
    const rest = again;
    again = [];
    await deliver(Number.POSITIVE_INFINITY, () => rest.pop());
    expect(again).toEqual([]);
    const answers = () => new Set(slack.workspace.messages.map(({ thread }) => thread));
    await slack.until(() => answers().size === asked.length);
    const left = once(last, 'exit');
    last.send('stop');
    await left;
    const threads = slack.workspace.messages.map(({ thread }) => thread ?? '');
    expect(threads.toSorted()).toEqual(asked.toSorted());
    const resumed = slack.calls.filter(({ method }) => method === 'conversations.replies').length;
    console.info(
      `${asked.length} questions over ${KILLS} kills, ${resumed} taken up again: each answered once`,
    );
  });
});
