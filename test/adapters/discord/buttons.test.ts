import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePress } from '../../../src/adapters/discord/custom-ids.js';
import { renderAnswer, renderAround } from '../../../src/adapters/discord/render.js';
import { english } from '../../../src/adapters/discord/words/en.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import type { Feedback, Store } from '../../../src/store/store.js';
import { isEphemeral } from '../../servers/discord/interactions.js';
import type { Json } from '../../servers/discord/message-rules.js';
import { ANA, askCommand, modalSubmit, press } from '../../servers/discord/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const question = { text: 'How much has Microsoft invested in OpenAI?', locale: 'en-US' };
const answer = shipped.bot.ask(question);
const id = answer.id;
const NO_MENTIONS = { allowed_mentions: { parse: [], replied_user: false } };
const words = (content: string) => ({ content, flags: 64, allowed_mentions: { parse: [] } });

const PSEUDONYM = expect.stringMatching(/^[\w-]{43}$/);

let at: Connected;
let judged: Feedback[];
beforeEach(async () => {
  judged = [];
  const memory = createMemoryStore();
  const store: Store = {
    ...memory,
    feedback: async (feedback) => void judged.push(feedback),
  };
  at = await connect({ store });
  await use(askCommand(question.text));
});
afterEach(() => at.close());

async function use(payload: Json) {
  const used = at.discord.interact(payload);
  await at.discord.until(() => used.message !== undefined || used.response?.type === 9);
  return used;
}

describe('The button', () => {
  it('"More" shows whoever presses it, and only them, the next page', async () => {
    const pressed = await use(press(writePress({ press: 'more', answer: id, page: 1 })));
    const { rich } = renderAnswer(shipped.bot.more(question, 1), {
      words: english,
      page: 1,
      shareable: true,
    });
    expect(isEphemeral(pressed)).toBe(true);
    expect(pressed.message).toEqual({ ...rich, ...NO_MENTIONS });
  });

  it('"Show in context" widens the excerpt, step by step, until there is no more', async () => {
    let [excerpt] = answer.excerpts;
    for (let steps = 1; steps <= 3; steps += 1) {
      const widened = excerpt && shipped.bot.around(excerpt);
      if (!widened) throw new Error('nothing to widen');
      const parts = { page: 0, index: 0, steps };
      const pressed = await use(press(writePress({ press: 'around', answer: id, ...parts })));
      const setting = { ...parts, words: english, shareable: true, widest: false };
      const { rich } = renderAround(id, widened, setting);
      expect(pressed.message).toEqual({ ...rich, ...NO_MENTIONS });
      excerpt = widened;
    }
    const parts = { page: 0, index: 0, steps: 49 };
    const pressed = await use(press(writePress({ press: 'around', answer: id, ...parts })));
    expect(JSON.stringify(pressed.message)).toContain(english.widest);
  });

  it('"Share here" shows everyone the answer with question and asker, once', async () => {
    const shared = press(writePress({ press: 'share', answer: id, page: 0 }));
    const [first, second] = [await use(shared), await use(shared)];
    const { rich } = renderAnswer(answer, {
      words: english,
      page: 0,
      shareable: false,
      asked: { name: 'Ana', question: question.text },
    });
    expect(first.response).toEqual({ type: 5 });
    expect(first.message).toEqual({ ...rich, ...NO_MENTIONS });
    expect(second.message).toEqual(words('This answer is already shared.'));
  });

  it('"Share here" below an excerpt in context shows everyone just that', async () => {
    const [excerpt] = answer.excerpts;
    const widened = excerpt && shipped.bot.around(excerpt);
    if (!widened) throw new Error('nothing to widen');
    const around = { index: 0, steps: 1 };
    const shared = await use(press(writePress({ press: 'share', answer: id, page: 0, around })));
    const { rich } = renderAround(id, widened, {
      ...around,
      words: english,
      page: 0,
      shareable: false,
      widest: false,
      asked: { name: 'Ana', question: question.text },
    });
    expect(shared.response).toEqual({ type: 5 });
    expect(shared.message).toEqual({ ...rich, ...NO_MENTIONS });
  });

  it('"Helpful" is counted once a person', async () => {
    const helpful = writePress({ press: 'helpful', answer: id });
    expect((await use(press(helpful))).message).toEqual(words('Thank you, that is noted.'));
    expect((await use(press(helpful))).message).toEqual(
      words('Your word on this answer is already noted.'),
    );
    await use(press(helpful, { user: { ...ANA, id: '700000000000000002' } }));
    expect(judged).toEqual([
      { answer: id, helpful: true, asker: PSEUDONYM },
      { answer: id, helpful: true, asker: PSEUDONYM },
    ]);
  });

  it('"Not helpful" asks why in a window, and takes the reason', async () => {
    const pressed = await use(press(writePress({ press: 'not-helpful', answer: id })));
    expect(pressed.response).toEqual({
      type: 9,
      data: {
        custom_id: `reason:1:${id}`,
        title: 'Not helpful',
        components: [
          {
            type: 18,
            label: 'What was missing?',
            component: {
              type: 4,
              custom_id: 'reason',
              style: 2,
              required: false,
              max_length: 1000,
              placeholder: 'Goes to whoever runs Herald here. You may leave it empty.',
            },
          },
        ],
      },
    });
    const sent = await use(modalSubmit(`reason:1:${id}`, { reason: ' The year is missing. ' }));
    expect(sent.message).toEqual(words('Thank you, that is noted.'));
    expect(judged).toEqual([
      { answer: id, helpful: false, reason: 'The year is missing.', asker: PSEUDONYM },
    ]);
  });

  it('of a question that is offered with a greeting asks it', async () => {
    const hello = shipped.bot.ask({ text: 'hello', locale: 'en-US' });
    const [offered = ''] = hello.suggestions;
    await use(askCommand('hello'));
    const pressed = await use(press(writePress({ press: 'try', answer: hello.id, index: 0 })));
    const { rich } = renderAnswer(shipped.bot.ask({ text: offered, locale: 'en-US' }), {
      words: english,
      page: 0,
      shareable: true,
    });
    expect(pressed.message).toEqual({ ...rich, ...NO_MENTIONS });
  });

  it('works after a restart', async () => {
    const { discord, store, herald } = at;
    await herald.stop();
    const restarted = await connect({ discord, store });
    const pressed = await use(press(writePress({ press: 'more', answer: id, page: 1 })));
    expect(pressed.message).toMatchObject({ flags: 1 << 15 });
    await restarted.herald.stop();
  });

  it.each([
    writePress({ press: 'more', answer: 'unknownUnknown00', page: 1 }),
    'more:0:from-an-older-herald',
    'something else',
  ])('%s of a question that is forgotten asks for it again', async (customId) => {
    const pressed = await use(press(customId));
    expect(isEphemeral(pressed)).toBe(true);
    expect(pressed.message?.content).toBe(
      'This question is too old for its buttons. Please ask again.',
    );
  });

  it('of an answer from before a change says that the announcement has changed', async () => {
    const stale = 'AAAAAAAAAAAAAAAA';
    await at.store.put(
      'asked',
      `discord 900000000000000001 answer ${stale}`,
      JSON.stringify(question),
    );
    const pressed = await use(press(writePress({ press: 'more', answer: stale, page: 1 })));
    expect(pressed.message?.content).toBe(
      'The announcement has changed since this answer. Please ask again.',
    );
  });
});
