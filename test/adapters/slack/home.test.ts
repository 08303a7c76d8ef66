import { afterEach, describe, expect, it } from 'vitest';
import { renderHome } from '../../../src/adapters/slack/home.js';
import { readAnnouncement } from '../../../src/knowledge/read.js';
import { presentRevision } from '../../../src/revisions/changes.js';
import { createHistory } from '../../../src/revisions/history.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { parseView } from '../../servers/slack/blocks.js';
import { eventEnvelope } from '../../servers/slack/payloads.js';
import { type Connected, connect, shipped } from './connect.js';

const FIRST = ['Doors open at nine.', 'Tea is free for all who come.', 'Dogs stay outside.'];
const SECOND = ['Doors open at nine.', 'Tea is free for all members.', 'Cake costs one euro.'];

let at: Connected | undefined;
afterEach(() => at?.close());

/** A history in which the shipped announcement's id has had the given texts, on one day each. */
async function historyOf(...texts: readonly (readonly string[])[]) {
  const [card] = shipped.bot.announcements();
  let day = Date.UTC(2026, 10, 1);
  const history = createHistory(createMemoryStore(), () => day);
  for (const paragraphs of texts) {
    const file = { id: card?.id ?? '', file: 'a.txt', extension: '.txt' as const };
    const read = readAnnouncement(file, paragraphs.join('\n\n'));
    if (read.ok) await history.remember(read.announcement);
    day += 86_400_000;
  }
  return async (id: string) => presentRevision(await history.of(id));
}

async function homeWith(...texts: readonly (readonly string[])[]) {
  at = await connect({ revisionOf: await historyOf(...texts) });
  const { slack } = at;
  const opened = { type: 'app_home_opened', user: 'U0ASKER', channel: 'D0ASKER', tab: 'home' };
  await at.deliver(eventEnvelope(slack, opened));
  return JSON.parse(JSON.stringify(slack.workspace.homes.get('U0ASKER')?.blocks ?? []));
}

const line = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
const quote = (text: string, style = {}) => ({
  type: 'rich_text_quote',
  elements: [{ type: 'text', text, ...style }],
});
const struck = { style: { strike: true } };

describe('The Home tab', () => {
  it('says when the revision came, and what it changed', async () => {
    const [, facts, summary, changes] = await homeWith(FIRST, SECOND);
    expect(facts.elements[0].text).toContain('read here since 2026-11-02');
    expect(summary.elements[0].text).toBe(
      'Changed on 2026-11-02: 1 passage added, 1 passage changed, 1 passage removed.',
    );
    expect(changes).toEqual({
      type: 'rich_text',
      elements: [
        line('¶ 2 now says:'),
        quote('Tea is free for all members.'),
        line('It said:'),
        quote('Tea is free for all who come.', struck),
        line('¶ 3 is new:'),
        quote('Cake costs one euro.'),
        line('No longer there:'),
        quote('Dogs stay outside.', struck),
      ],
    });
  });

  it('tells of no change where there is one revision, or only the order is another', async () => {
    const kinds = (blocks: readonly { readonly type: string }[]) => blocks.map(({ type }) => type);
    expect(kinds(await homeWith(FIRST)).slice(0, 4)).toEqual([
      'header',
      'context',
      'context',
      'header',
    ]);
    await at?.close();
    expect(kinds(await homeWith(FIRST, FIRST.toReversed())).slice(0, 4)).toEqual([
      'header',
      'context',
      'context',
      'header',
    ]);
  });

  it('is within Slack’s limits, and quotes no live mention, however much changed', async () => {
    const many = Array.from(
      { length: 90 },
      (_, index) => `<!channel> ${index} ${'🦜'.repeat(400)}`,
    );
    const present = await (await historyOf(FIRST, many))(shipped.bot.announcements()[0]?.id ?? '');
    const card = { id: 'a', title: 'x'.repeat(400), revision: 'f', ...(present && { present }) };
    const view = renderHome(Array(40).fill(card), Array(5).fill('?'.repeat(900)), ['<!here>']);
    expect(() => parseView(JSON.parse(JSON.stringify(view)))).not.toThrow();
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(view)).not.toContain('"broadcast"');
    expect(JSON.stringify(view)).toContain('90 passages added, 3 passages removed');
  });
});
