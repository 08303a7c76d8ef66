import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openLibsqlStore } from '../../../src/store/libsql.js';
import { createFolder } from '../../folder.js';
import type { Interaction } from '../../servers/discord/interactions.js';
import {
  askCommand,
  CHANNELS,
  directMessage,
  guildMessage,
} from '../../servers/discord/payloads.js';
import { type DiscordServer, startDiscordServer } from '../../servers/discord/server.js';
import { freePort } from '../slack/connect.js';

const CHILD = fileURLToPath(new URL('killed-child.mjs', import.meta.url));
const KILLS = Number(process.env.KILLS ?? 3);
/** How many questions are under way at a time. */
const WIDTH = 8;
const PLACES = Object.values(CHANNELS);
/** At most so many calls come between a start and the kill. */
const MOST_CALLS = 120;
/** Past the lease of whoever accepted a question or took it up again. */
const LEASE_MS = 121_000;

let discord: DiscordServer;
let child: ChildProcess | undefined;
afterEach(async () => {
  child?.kill('SIGKILL');
  await discord.close();
});

describe.each(['the gateway', 'HTTP'])('A Herald on %s that is killed again and again', (door) => {
  it('answers once what it has accepted, and whoever was promised a reply', {
    timeout: 30_000 + KILLS * 10_000,
  }, async () => {
    discord = await startDiscordServer();
    const folder = await createFolder({});
    const endpoint: string[] = [];
    if (door === 'HTTP') {
      const port = await freePort();
      endpoint.push(String(port), discord.endpoint.publicKey);
      discord.endpoint.url = `http://127.0.0.1:${port}/discord/interactions`;
    }
    const messages: string[] = [];
    const interactions: Interaction[] = [];
    const replies = new Set<unknown>();

    const start = async (round: number) => {
      // After some minutes Discord has forgotten them.
      discord.nonces.clear();
      const args = [folder, discord.apiUrl, discord.token, String(round * LEASE_MS), ...endpoint];
      child = fork(CHILD, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const isReady = await Promise.race([
        once(child, 'message').then(() => true),
        once(child, 'exit').then(() => false),
      ]);
      if (!isReady) throw new Error('Herald did not start; its error stands above');
      return child;
    };
    const repliesTo = () => {
      for (const { body } of discord.messages.slice(replies.size)) replies.add(body.nonce);
      return replies;
    };
    /** Asks once more, in one of the ways there are; tells when it is answered. */
    const ask = (): (() => boolean) => {
      const count = messages.length + interactions.length;
      const question = `Who are the rivals, question ${count}?`;
      // Over HTTP no messages are heard.
      if (count % 2 === 0 || door === 'HTTP') {
        const asked = discord.interact(askCommand(question, { public: count % 4 === 0 }));
        interactions.push(asked);
        return () => asked.message !== undefined;
      }
      const id = discord.nextId();
      messages.push(id);
      const content = `<@${discord.self}> ${question}`;
      const place = PLACES[(count >> 1) % PLACES.length] ?? CHANNELS.direct;
      const message =
        place === CHANNELS.direct
          ? directMessage(discord, { id, content: question })
          : guildMessage(discord, { id, channel: place, content });
      discord.gateway.dispatch('MESSAGE_CREATE', message);
      return () => repliesTo().has(id);
    };

    for (let round = 0; round < KILLS; round += 1) {
      const victim = await start(round);
      const died = once(victim, 'exit');
      const goal = discord.calls.length + Math.ceil(Math.random() * MOST_CALLS);
      const work = async () => {
        while (!victim.killed) await Promise.race([discord.until(ask()), died]);
      };
      const working = Promise.all(Array.from({ length: WIDTH }, work));
      await discord.until(() => discord.calls.length >= goal);
      victim.kill('SIGKILL');
      await died;
      await working;
    }
    const last = await start(KILLS);
    const left = once(last, 'exit');
    last.send('stop');
    await left;

    const ahead = (KILLS + 1) * LEASE_MS;
    const holder = 'whoever looks';
    const store = openLibsqlStore({ folder, holder, now: () => Date.now() + ahead });
    expect(await store.unsettled(0)).toEqual([]);
    const lost: string[] = [];
    for (const id of messages.filter((message) => !repliesTo().has(message)))
      if (await store.accept(`discord ${id}`, '')) lost.push(id);
      else expect.fail(`message ${id} was accepted and not answered`);
    await store.close();
    // What was on its way when Herald died is no more delivered by Discord.
    expect(lost.length).toBeLessThanOrEqual(KILLS * WIDTH);
    expect(discord.messages).toHaveLength(messages.length - lost.length);
    const promised = interactions.filter(({ response }) => response !== undefined);
    expect(promised.filter(({ edits }) => edits !== 1)).toEqual([]);
    const resumed = discord.calls.filter(
      ({ method, path, status }) =>
        method === 'GET' && !path.startsWith('/gateway') && status === 200,
    );
    console.info(
      `${messages.length} messages and ${interactions.length} interactions over ${KILLS} kills, ${resumed.length} taken up again: ${messages.length - lost.length} messages and ${promised.length} promised replies answered once, ${lost.length} messages died with Herald before it had them`,
    );
  });
});
