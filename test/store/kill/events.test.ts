import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../../folder.js';
import { mention } from '../../servers/slack/payloads.js';
import { type SlackServer, startSlackServer } from '../../servers/slack/server.js';
import type { Envelope } from '../../servers/slack/socket-mode.js';
import { deliver, kill, serve } from '../serving.js';

const kills = Number(process.env.KILLS ?? 3);
const replicaEvents = Number(process.env.EVENTS ?? 200);
const url = process.env.TEST_DATABASE_URL;
const QUESTIONS = [
  'How much has Microsoft invested in OpenAI?',
  'Who are the rivals?',
  'Is Azure still the cloud partner?',
];

/** How many replies stand in each thread. */
function repliesByThread({ workspace }: SlackServer): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { thread } of workspace.messages)
    if (thread !== undefined) counts.set(thread, (counts.get(thread) ?? 0) + 1);
  return counts;
}

function events(slack: SlackServer, count: number): readonly Envelope[] {
  return Array.from({ length: count }, (_, index) =>
    mention(slack, {
      text: `<@U0HERALD> ${QUESTIONS[index % QUESTIONS.length]}`,
      channel: `C${index % 20}CHANNEL`,
      ts: `1790000000.${String(index).padStart(6, '0')}`,
    }),
  );
}

const slackServer = async () => {
  const slack = await startSlackServer();
  // Without it Herald cannot see whether a reply that it was killed over had arrived, and posts it again.
  slack.scopes = [...slack.scopes, 'channels:history'];
  onTestFinished(() => slack.close());
  return slack;
};

describe('an event that was answered 200', () => {
  test(
    `gets exactly one reply, whatever is killed meanwhile (${kills} kills)`,
    async () => {
      const slack = await slackServer();
      const dataDir = await createFolder();
      let serving = await serve(slack, { DATA_DIR: dataDir });
      const pending = [...events(slack, 60 * (kills + 1))].reverse();
      const total = pending.length;
      let acknowledged = 0;
      let retried = 0;
      let over = false;
      /** Delivers one event after the other, each again until it is acknowledged, as Slack does. */
      const worker = async () => {
        for (let event = pending.pop(); event !== undefined; event = pending.pop()) {
          while (!(await deliver(slack, serving.port, event))) {
            retried += 1;
            await wait(50);
          }
          acknowledged += 1;
          // Spread over the kills, so that each falls among deliveries.
          while (!over && acknowledged > 60 * (killed + 1)) await wait(10);
        }
      };
      let killed = 0;
      const workers = Array.from({ length: 10 }, worker);
      for (; killed < kills; killed += 1) {
        const before = acknowledged;
        while (acknowledged < before + 5 + Math.random() * 40) await wait(1);
        await kill(serving);
        serving = await serve(slack, { DATA_DIR: dataDir });
      }
      over = true;
      await Promise.all(workers);
      await slack.until(() => repliesByThread(slack).size === total);
      await kill(serving);
      const several = [...repliesByThread(slack)].filter(([, count]) => count !== 1);
      console.log(JSON.stringify({ kills, acknowledged, retried, several: several.length }));
      expect(several).toEqual([]);
    },
    kills * 15_000 + 60_000,
  );

  test.skipIf(url === undefined)(
    `gets exactly one reply from two replicas on one database (${replicaEvents} events, four deliveries each)`,
    async () => {
      const slack = await slackServer();
      const database = new URL(url ?? '');
      database.searchParams.set('schema', `replicas_${randomUUID().replaceAll('-', '')}`);
      const env = { DATABASE_URL: database.href };
      const replicas = await Promise.all([serve(slack, env), serve(slack, env)]);
      const deliveries = events(slack, replicaEvents).flatMap((event) =>
        [0, 1, 2, 3].map((attempt) => ({ event, port: replicas[attempt % 2]?.port ?? 0 })),
      );
      const waiting = deliveries.reverse();
      let retried = 0;
      const worker = async () => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
          // A busy server may have closed the connection just then: Slack delivers again.
          while (!(await deliver(slack, next.port, next.event))) retried += 1;
      };
      await Promise.all(Array.from({ length: 40 }, worker));
      await slack.until(() => repliesByThread(slack).size === replicaEvents);
      const stopped = replicas.map(({ child }) => once(child, 'exit'));
      for (const { child } of replicas) child.kill('SIGTERM');
      await Promise.all(stopped);
      console.log(
        JSON.stringify({
          events: replicaEvents,
          replies: slack.workspace.messages.length,
          retried,
        }),
      );
      expect(slack.workspace.messages.length).toBe(replicaEvents);
    },
    replicaEvents * 100 + 60_000,
  );
});
