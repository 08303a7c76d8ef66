import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStore, type StorePlace } from '../../../src/store/open.js';

/** What became of everything that was acknowledged. */
export interface KillReport {
  readonly kills: number;
  readonly acknowledged: Readonly<Record<Kept, number>>;
  readonly lost: Readonly<Record<Kept, number>>;
  /** How long opening the store took after a kill: half of the times at most the median. */
  readonly reopenMs: { readonly median: number; readonly longest: number };
}

type Kept = (typeof KEPT)[number];

const KEPT = ['claim', 'inbox', 'feedback'] as const;
const VICTIM = fileURLToPath(new URL('victim.js', import.meta.url));
const AT_A_TIME = 20;
/** A victim is killed within this long of its first acknowledgement. */
const MOST_MS = 150;

/**
 * Kills a process that keeps things in a store with SIGKILL, `kills` times at random moments under load, and
 * looks whether everything that it acknowledged is there. What was acknowledged is written to `witness` and synced
 * before it counts. `strike` is run under load, at a random moment before each kill; the victim has to get over it
 * before it is killed.
 */
export async function killRepeatedly(
  place: StorePlace,
  witness: string,
  kills: number,
  strike?: (kill: number) => Promise<void>,
): Promise<KillReport> {
  const log = openSync(witness, 'a');
  const opened: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const child = spawn(process.execPath, [VICTIM, JSON.stringify(place)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { port, openedMs } = await greeting(child);
    opened.push(openedMs);
    await loadUntilKilled(
      child,
      port,
      `${kill}`,
      (line) => {
        writeSync(log, `${line}\n`);
        fsyncSync(log);
      },
      strike && (() => strike(kill)),
    );
  }
  closeSync(log);
  const lines = readFileSync(witness, 'utf8').trimEnd().split('\n');
  const idsOf = (what: Kept) =>
    lines.flatMap((line) => (line.startsWith(`${what} `) ? [line.slice(what.length + 1)] : []));
  const store = await openStore(place);
  const feedback = new Set<string>();
  for await (const { answer } of store.feedbacks()) feedback.add(answer);
  const lost = { claim: 0, inbox: 0, feedback: 0 };
  for (const id of idsOf('claim')) if (await store.claim(id)) lost.claim += 1;
  // Accepted work is claimed too; whether its text is there as well is for the caller to see.
  for (const id of idsOf('inbox')) if (await store.claim(id)) lost.inbox += 1;
  for (const id of idsOf('feedback')) if (!feedback.has(id)) lost.feedback += 1;
  await store.close();
  const acknowledged = {
    claim: idsOf('claim').length,
    inbox: idsOf('inbox').length,
    feedback: idsOf('feedback').length,
  };
  const reopened = opened.slice(1).toSorted((a, b) => a - b);
  const at = (index: number) => Math.round(reopened.at(index) ?? Number.NaN);
  const reopenMs = { median: at(Math.floor(reopened.length / 2)), longest: at(-1) };
  return { kills, acknowledged, lost, reopenMs };
}

async function greeting(child: ChildProcess) {
  if (child.stdout === null) throw new Error('the victim has no standard output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return JSON.parse(line) as { readonly port: number; readonly openedMs: number };
}

async function loadUntilKilled(
  child: ChildProcess,
  port: number,
  run: string,
  onAcknowledged: (line: string) => void,
  strike: (() => Promise<void>) | undefined,
): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  // The connection breaks when the victim dies.
  socket.on('error', () => undefined);
  let sent = 0;
  const send = () => {
    sent += 1;
    socket.write(`${KEPT[sent % KEPT.length]} ${run}-${sent}\n`);
  };
  let acknowledged: () => void = () => undefined;
  const next = () =>
    new Promise<void>((resolve) => {
      acknowledged = resolve;
    });
  const lines = createInterface({ input: socket });
  lines.on('error', () => undefined);
  lines.on('line', (line) => {
    if (!line.startsWith('failed ')) {
      onAcknowledged(line);
      acknowledged();
    }
    send();
  });
  for (let count = 0; count < AT_A_TIME; count += 1) send();
  await next();
  await wait(Math.random() * MOST_MS);
  if (strike) {
    await strike();
    await next();
    await wait(Math.random() * MOST_MS);
  }
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  socket.destroy();
}
