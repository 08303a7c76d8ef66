import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askCommand, CHANNELS, press, typing } from './payloads.js';
import { type DiscordServer, startDiscordServer } from './server.js';

const EPHEMERAL = 64;
const V2 = 1 << 15;

let discord: DiscordServer;
beforeEach(async () => {
  discord = await startDiscordServer();
});
afterEach(() => discord.close());

/** Calls the server as a bot would: status and error code of the answer. */
async function call(method: string, path: string, body?: object, token = discord.token) {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${token}`,
      'user-agent': 'DiscordBot (test, 1)',
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return [response.status, text === '' ? undefined : JSON.parse(text).code];
}
const send = (body: object) => call('POST', `/channels/${CHANNELS.general}/messages`, body);
const callback = ({ id, token }: { id: string; token: string }, body: object) =>
  call('POST', `/interactions/${id}/${token}/callback`, body);
const textDisplay = (content: string) => ({ type: 10, content });

describe('The server refuses, as Discord does,', () => {
  it('unknown routes, wrong tokens and unknown channels', async () => {
    expect(await call('GET', '/users/@me/guilds')).toEqual([404, 0]);
    expect(await call('GET', '/gateway/bot', undefined, 'wrong')).toEqual([401, 0]);
    expect(await call('POST', '/channels/1/messages', { content: 'x' })).toEqual([404, 10003]);
  });

  it.each([
    ['without content', { content: ' ' }],
    ['with too long content', { content: 'x'.repeat(2_001) }],
    ['with fields it does not know', { content: 'x', ephemeral: true }],
    ['with content beside components', { flags: V2, content: 'x', components: [textDisplay('x')] }],
    ['with components but without the flag', { content: 'x', components: [textDisplay('x')] }],
    ['with too much text', { flags: V2, components: [textDisplay('x'.repeat(4_001))] }],
    ['with too many components', { flags: V2, components: Array(41).fill(textDisplay('x')) }],
    ['with an empty row', { content: 'x', components: [{ type: 1, components: [] }] }],
    [
      'with a button of too long a name',
      {
        content: 'x',
        components: [
          { type: 1, components: [{ type: 2, style: 2, label: 'x'.repeat(81), custom_id: 'a' }] },
        ],
      },
    ],
    ['with a nonce that is too long', { content: 'x', nonce: 'x'.repeat(26), enforce_nonce: true }],
    ['with half a character', { content: 'x\ud800' }],
  ])('messages %s', async (_, body) => {
    expect(await send(body)).toEqual([400, 50035]);
  });

  it('more than 10,170 bytes of text, by failing', async () => {
    const body = { flags: V2, components: [textDisplay('語'.repeat(3_500))] };
    expect(await send(body)).toEqual([500, 0]);
  });

  it('a second or late first response, and components in a deferred one', async () => {
    const asked = discord.interact(askCommand('x'));
    const late = discord.interact(askCommand('x'));
    late.isLate = true;
    expect(await callback(asked, { type: 5, data: { flags: V2 } })).toEqual([400, 50035]);
    expect(await callback(asked, { type: 5, data: { flags: EPHEMERAL } })).toEqual([
      204,
      undefined,
    ]);
    expect(await callback(asked, { type: 5 })).toEqual([400, 40060]);
    expect(await callback(late, { type: 5 })).toEqual([404, 10062]);
    expect(await callback({ id: asked.id, token: 'other' }, { type: 5 })).toEqual([404, 10062]);
  });

  it('responses that do not fit the interaction', async () => {
    const choices = { type: 8, data: { choices: [] } };
    expect(await callback(discord.interact(typing('x')), { type: 5 })).toEqual([400, 50035]);
    expect(await callback(discord.interact(press('x')), choices)).toEqual([400, 50035]);
  });

  it('edits before a response, after the token has ended, and from components to content', async () => {
    const edit = (token: string, body: object) =>
      call('PATCH', `/webhooks/${discord.application}/${token}/messages/@original`, body);
    const asked = discord.interact(askCommand('x'));
    expect(await edit(asked.token, { content: 'x' })).toEqual([404, 10008]);
    await callback(asked, { type: 5 });
    expect(await edit(asked.token, { flags: V2, components: [textDisplay('x')] })).toEqual([
      200,
      undefined,
    ]);
    expect(await edit(asked.token, { content: 'x' })).toEqual([400, 50035]);
    asked.isOver = true;
    expect(await edit(asked.token, { content: 'x' })).toEqual([401, 50027]);
  });

  it('threads without a name, within threads, of unknown messages, and a second one of the same', async () => {
    const open = (message: string, body: object, channel: string = CHANNELS.general) =>
      call('POST', `/channels/${channel}/messages/${message}/threads`, body);
    await send({ content: 'x' });
    const id = discord.messages[0]?.id ?? '';
    expect(await open(id, { name: '' })).toEqual([400, 50035]);
    expect(await open(id, { name: 'x'.repeat(101) })).toEqual([400, 50035]);
    expect(await open(id, { name: 'x', auto_archive_duration: 5 })).toEqual([400, 50035]);
    expect(await open(id, { name: 'x' }, CHANNELS.thread)).toEqual([400, 50024]);
    expect(await open(id, { name: 'x' }, CHANNELS.direct)).toEqual([400, 50024]);
    expect(await open('1', { name: 'x' })).toEqual([404, 10008]);
    expect(await open(id, { name: 'x' })).toEqual([200, undefined]);
    expect(await open(id, { name: 'x' })).toEqual([400, 160004]);
    expect(await call('POST', `/channels/${id}/messages`, { content: 'x' })).toEqual([
      200,
      undefined,
    ]);
  });
});

describe('The server', () => {
  it('takes a message with a nonce once', async () => {
    const body = { content: 'x', nonce: '1', enforce_nonce: true };
    expect([await send(body), await send(body)]).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expect(discord.messages).toHaveLength(1);
  });

  it('knows whom a message would ping', async () => {
    await send({ content: '@everyone <@1>' });
    await send({ content: '@everyone <@1>', allowed_mentions: { parse: [] } });
    expect(discord.messages.map(({ pings }) => pings)).toEqual([['@everyone', '<@1>'], []]);
  });
});
