import { writeFileSync } from 'node:fs';
import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { describeFault } from '../../src/knowledge/fault.js';
import type { Reload } from '../../src/live/live-bot.js';
import { followFolder, type LoadedBot, loadBot } from '../../src/load-bot.js';
import { createLog } from '../../src/log.js';
import { createFolder } from '../folder.js';

const thresholds = { answer: 0.35, closest: 0.15 };
const MAY = 'The launch is in May, in the harbour of Oslo.';
const JUNE = 'The launch is in June, in the harbour of Oslo.';
const QUESTION = { text: 'When is the launch?' };
const BROKEN = '---\ntitel: Launch\n---\nThe launch is in July.';
const FAULT =
  /launch\.md:2: unknown front matter key "titel"; what was last read of it stays in use\. Remove it/;

const load = async (files: Readonly<Record<string, string>>) => {
  const folder = await createFolder(files);
  const live = await loadBot({ knowledgeDir: folder, thresholds });
  return {
    folder,
    live,
    write: (name: string, text: string) => writeFile(join(folder, name), text),
  };
};
const quoted = ({ bot }: LoadedBot) => bot.ask(QUESTION).excerpts.map(({ text }) => text);

describe('a reload', () => {
  test('brings what was written, added and removed, and says which', async () => {
    const { folder, live, write } = await load({ 'launch.md': MAY, 'other.md': 'Tea is at noon.' });
    expect(quoted(live)[0]).toBe(MAY);
    await write('launch.md', JUNE);
    await write('new.md', 'The museum opens on Monday.');
    await rm(join(folder, 'other.md'));
    expect(await live.reload()).toMatchObject({
      announcements: 2,
      changed: ['launch', 'new', 'other'],
      faults: [],
    });
    expect(quoted(live)[0]).toBe(JUNE);
    expect(live.bot.announcements().map(({ id }) => id)).toEqual(['launch', 'new']);
    expect(await live.reload()).toMatchObject({ changed: [] });
  });

  test('gives the answer that a start would give', async () => {
    const { folder, live, write } = await load({ 'launch.md': MAY, 'other.md': 'Tea is at noon.' });
    await write('launch.md', JUNE);
    await live.reload();
    const started = await loadBot({ knowledgeDir: folder, thresholds });
    for (const text of ['When is the launch?', 'wen is the lunch', 'tea?', 'hello', 'Mars?'])
      expect(live.bot.ask({ text })).toEqual(started.bot.ask({ text }));
    expect(live.bot.edition()).toBe(started.bot.edition());
  });

  test('keeps what was last read of a file that is broken, until it is mended or gone', async () => {
    const { folder, live, write } = await load({ 'launch.md': MAY });
    const answer = live.bot.ask(QUESTION);
    await write('launch.md', BROKEN);
    const first = await live.reload();
    expect(first.changed).toEqual([]);
    expect(first.faults.map(describeFault)).toEqual([expect.stringMatching(FAULT)]);
    expect(first.newFaults).toEqual(first.faults);
    expect(live.bot.ask(QUESTION)).toEqual(answer);

    expect(await live.reload()).toMatchObject({ faults: first.faults, newFaults: [] });
    await write('launch.md', JUNE);
    expect(await live.reload()).toMatchObject({ changed: ['launch'], faults: [] });
    expect(quoted(live)).toEqual([JUNE]);
    await rm(join(folder, 'launch.md'));
    expect(await live.reload()).toMatchObject({ announcements: 0, changed: ['launch'] });
    expect(live.bot.ask(QUESTION)).toMatchObject({ outcome: 'not-covered', excerpts: [] });
  });

  test('keeps everything while the folder is away', async () => {
    const { folder, live } = await load({ 'launch.md': MAY });
    await rename(folder, `${folder}-away`);
    onTestFinished(() => rm(`${folder}-away`, { recursive: true, force: true }));
    const { faults } = await live.reload();
    expect(faults.map(({ message }) => message)).toEqual(['there is no such knowledge folder']);
    expect(quoted(live)).toEqual([MAY]);
  });

  test('sees a change that leaves size and time of the file as they were', async () => {
    const { folder, live, write } = await load({ 'launch.md': 'The launch is in May.' });
    const long = new Date('2026-01-01T00:00:00Z');
    for (const month of ['Mai', 'May', 'Mar']) {
      await write('launch.md', `The launch is in ${month}.`);
      await utimes(join(folder, 'launch.md'), long, long);
      await live.reload();
      expect(quoted(live)).toEqual([`The launch is in ${month}.`]);
    }
  });

  test('brings the questions of a rehearsal', async () => {
    const { live, write } = await load({ 'launch.md': `${MAY}\n\nTea is served at noon.` });
    const question = 'When is the tea served?';
    expect(live.bot.suggestions()).not.toContain(question);
    await write('launch.rehearsal.jsonl', `${JSON.stringify({ question, gold: [2] })}\n{`);
    const { faults } = await live.reload();
    expect(live.bot.suggestions()[0]).toBe(question);
    expect(faults.map(({ line }) => line)).toEqual([2]);
  });

  test('is shared by those who ask for it meanwhile, and sees what was there when they did', async () => {
    const { folder, live } = await load({ 'launch.md': MAY });
    const first = live.reload();
    writeFileSync(join(folder, 'launch.md'), JUNE);
    const second = live.reload();
    expect(live.reload()).toBe(second);
    await first;
    await second;
    expect(quoted(live)).toEqual([JUNE]);
  });
});

describe('a folder that is followed', () => {
  const follow = async (files: Readonly<Record<string, string>>) => {
    const loaded = await load(files);
    const lines: { level: number; msg: string; file?: string; line?: number; fix?: string }[] = [];
    const log = createLog('info', [], (line) => lines.push(JSON.parse(line)));
    const reloads: Reload[] = [];
    loaded.live.onReload((reload) => reloads.push(reload));
    const unfollow = await followFolder(loaded.live, loaded.folder, log);
    onTestFinished(unfollow);
    return { ...loaded, lines, reloads };
  };

  test('is live soon after a file is saved, in place or by renaming another over it', async () => {
    const { folder, live, write, lines } = await follow({ 'launch.md': MAY });
    await write('launch.md', JUNE);
    await vi.waitFor(() => expect(quoted(live)).toEqual([JUNE]), 5_000);
    await write('launch.md.tmp', MAY);
    await rename(join(folder, 'launch.md.tmp'), join(folder, 'launch.md'));
    await vi.waitFor(() => expect(quoted(live)).toEqual([MAY]), 5_000);
    expect(lines).toMatchObject([
      { msg: 'announcements reloaded', announcements: 1, changed: ['launch'] },
      { msg: 'announcements reloaded', announcements: 1, changed: ['launch'] },
    ]);
  });

  test('tells the operator of a fault once, where it is and what to do', async () => {
    const { write, lines, reloads } = await follow({ 'launch.md': MAY });
    await write('launch.md', BROKEN);
    await vi.waitFor(() => expect(reloads).toHaveLength(1), 5_000);
    await write('other.md', 'Tea is served at noon.');
    await vi.waitFor(() => expect(reloads).toHaveLength(2), 5_000);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'unknown front matter key "titel"; what was last read of it stays in use',
      'announcements reloaded',
    ]);
    expect(lines[0]).toMatchObject({
      level: 50,
      file: expect.stringMatching(/launch\.md$/),
      line: 2,
      fix: expect.stringMatching(/^Remove it or use one of: /),
    });
  });
});
