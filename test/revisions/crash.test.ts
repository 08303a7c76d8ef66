import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolder } from '../folder.js';
import * as onDiscord from '../servers/discord/payloads.js';
import { type DiscordServer, startDiscordServer } from '../servers/discord/server.js';
import * as onSlack from '../servers/slack/payloads.js';
import { type SlackServer, startSlackServer } from '../servers/slack/server.js';

const CHILD = fileURLToPath(new URL('correcting-child.mjs', import.meta.url));
const ON_EACH = 100;
/** After so many corrections Herald is killed. */
const MIDDLE = 25;

const TICKETS = 'Tickets cost twelve dollars for grown-ups, and children go in free.';
const PARKING = 'Four hundred cars find a place in the car park on Mill Lane.';
const DOGS = 'Dogs are welcome in the garden, but not inside the halls.';
const FIRST = [
  '# Summer fair',
  'The fair opens on the third of May at nine in the morning.',
  DOGS,
  TICKETS,
  PARKING,
  'A brass band plays every evening on the north stage.',
];
/** Two passages are changed; one only moves. */
const SECOND = [...FIRST.filter((passage) => passage !== DOGS), DOGS].map((passage) =>
  passage.replace('twelve', 'fifteen').replace('Mill Lane', 'Bridge Road'),
);
const QUESTIONS = [
  'When does the fair open?',
  'How much does a ticket cost?',
  'May I bring my dog?',
  'Where do I park my car?',
  'Who plays in the evening?',
];

let slack: SlackServer;
let discord: DiscordServer;
let child: ChildProcess | undefined;
beforeEach(async () => {
  [slack, discord] = await Promise.all([startSlackServer(), startDiscordServer()]);
  // Lets Herald see which of its replies stand in a thread.
  slack.scopes = [...slack.scopes, 'channels:history'];
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await Promise.all([slack.close(), discord.close()]);
});

/** Herald on both servers with a folder of its own, in which `write` changes the announcement. */
async function prepare(mode: 'edit' | 'reply') {
  const folder = await createFolder({ 'knowledge/fair.md': FIRST.join('\n\n') });
  const knowledge = join(folder, 'knowledge');
  const start = async () => {
    child = fork(CHILD, {
      env: {
        PATH: process.env.PATH,
        KNOWLEDGE_DIR: knowledge,
        DATA_DIR: join(folder, 'data'),
        CORRECTIONS: mode,
        SLACK_BOT_TOKEN: slack.tokens.bot,
        SLACK_APP_TOKEN: slack.tokens.app,
        SLACK_API_URL: slack.apiUrl,
        DISCORD_TOKEN: discord.token,
        DISCORD_API_URL: discord.apiUrl,
        QUESTIONS_PER_PERSON: '0',
        QUESTIONS_PER_CHANNEL: '0',
        WEB: 'off',
      },
    });
    await once(child, 'message');
    const running = child;
    return async (how: 'kill' | 'stop') => {
      const left = once(running, 'exit');
      if (how === 'kill') running.kill('SIGKILL');
      else running.send('stop');
      await left;
    };
  };
  return {
    start,
    write: (passages: readonly string[]) =>
      writeFile(join(knowledge, 'fair.md'), passages.join('\n\n')),
  };
}

/** Asks everywhere: in channels, a tenth in direct messages. */
async function askEverywhere() {
  for (let index = 0; index < ON_EACH; index += 1) {
    const text = QUESTIONS[index % QUESTIONS.length] ?? '';
    const ts = `1780000000.${String(index).padStart(6, '0')}`;
    const isDirect = index % 10 === 9;
    await slack.sockets.deliver(
      isDirect
        ? onSlack.directMessage(slack, { text, ts })
        : onSlack.mention(slack, { text: `<@U0HERALD> ${text}`, ts, channel: `C${index % 7}ROOM` }),
    );
    discord.gateway.dispatch(
      'MESSAGE_CREATE',
      isDirect
        ? onDiscord.directMessage(discord, { content: text })
        : onDiscord.guildMessage(discord, { content: `<@${discord.self}> ${text}` }),
    );
  }
  const { messages } = slack.workspace;
  await slack.until(() => messages.length === ON_EACH);
  await discord.until(() => discord.messages.length === ON_EACH);
}

/** What stands on both platforms now, as text, each under what does not change about it. */
function standing(): ReadonlyMap<string, string> {
  return new Map([
    ...slack.workspace.messages.map(
      ({ ts, ...shown }) => [`slack ${ts}`, JSON.stringify(shown)] as const,
    ),
    ...discord.messages.map(({ id, body }) => [`discord ${id}`, JSON.stringify(body)] as const),
  ]);
}

const isOutdated = (shown: string) => shown.includes(TICKETS) || shown.includes(PARKING);
const isCorrection = (shown: string) => shown.includes('A correction: ');
const isCorrected = (shown: string) => shown.includes('Corrected: ');

/** The thread or message that a correction is for. */
function answeredIn(shown: string): unknown {
  const { thread, message_reference: to } = JSON.parse(shown);
  return thread ?? to.message_id;
}

/** How often each message was changed. */
function editsByMessage(): ReadonlyMap<string, number> {
  const edited = [
    ...slack.calls.flatMap(({ method, args }) =>
      method === 'chat.update' ? [`slack ${args.ts}`] : [],
    ),
    ...discord.calls.flatMap(({ method, path }) =>
      method === 'PATCH' ? [`discord ${path.split('/').at(-1)}`] : [],
    ),
  ];
  const counts = new Map<string, number>();
  for (const key of edited) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Resolves once the condition holds on the two servers together. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Promise.race([nextCall(slack), nextCall(discord)]);
}

function nextCall(server: SlackServer | DiscordServer): Promise<void> {
  const { length } = server.calls;
  return server.until(() => server.calls.length > length);
}

describe('A crash while two hundred answers are corrected', () => {
  test('leaves none uncorrected and touches no other, each in its place', {
    timeout: 90_000,
  }, async () => {
    const { start, write } = await prepare('edit');
    const end = await start();
    await askEverywhere();
    const before = standing();
    const outdated = [...before].flatMap(([key, shown]) => (isOutdated(shown) ? [key] : []));
    expect(outdated).toHaveLength((2 * 2 * ON_EACH) / QUESTIONS.length);
    const corrected = () => [...standing().values()].filter(isCorrected).length;

    await write(SECOND);
    await until(() => corrected() >= MIDDLE);
    await end('kill');
    expect(corrected()).toBeLessThan(outdated.length);
    const endAgain = await start();
    await until(() => corrected() === outdated.length);
    await endAgain('stop');

    const after = standing();
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [key, shown] of after)
      if (outdated.includes(key)) expect(isOutdated(shown)).toBe(false);
      else expect(shown).toBe(before.get(key));
    const edits = editsByMessage();
    expect([...edits.keys()].toSorted()).toEqual(outdated.toSorted());
    // Of the one that was under way nobody knows what came of it: its edit is made again, to the same words.
    expect([...edits.values()].filter((times) => times > 1).length).toBeLessThanOrEqual(1);
  });

  test('says each correction once, below', { timeout: 90_000 }, async () => {
    const { start, write } = await prepare('reply');
    const end = await start();
    await askEverywhere();
    const before = standing();
    const outdated = [...before.values()].filter(isOutdated).length;
    const corrections = () =>
      [...standing()].filter(([key, shown]) => !before.has(key) && isCorrection(shown));

    await write(SECOND);
    await until(() => corrections().length >= MIDDLE);
    await end('kill');
    expect(corrections().length).toBeLessThan(outdated);
    const endAgain = await start();
    await until(() => corrections().length === outdated);
    await endAgain('stop');

    for (const [key, shown] of before) expect(standing().get(key)).toBe(shown);
    expect(standing().size).toBe(before.size + outdated);
    const answered = corrections().map(([, shown]) => answeredIn(shown));
    expect(new Set(answered).size).toBe(outdated);
  });
});
