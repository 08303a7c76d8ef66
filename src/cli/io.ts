import type { Readable, Writable } from 'node:stream';
import type { Config } from '../config.js';

/** The process as a subcommand sees it: everything it may read or write. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** The file of this program, to start it again in another process. */
  readonly program: string;
  /** Memory that the process holds, in bytes. */
  readonly residentBytes: () => number;
  /** The number of this process. */
  readonly pid: number;
  /** Whether colour is wanted: a terminal that can, and NO_COLOR not set. */
  readonly color: boolean;
  /** The configuration; throws {@link ConfigError} when it has faults. */
  readonly config: () => Config;
  /** Calls back whenever the process is told to read its files again (SIGHUP), which then no longer ends it. */
  readonly onReload: (listener: () => void) => void;
  /** Resolves when the process is told to stop (SIGINT or SIGTERM); until it is called, those end the process at once. */
  readonly stopped: () => Promise<void>;
}

/** What a subcommand exits with: done, a fault, or wrong usage. */
export const EXIT = { ok: 0, fault: 1, usage: 2 } as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Writes a line and waits while the reader is behind. */
export async function writeLine(stream: Writable, line: string): Promise<void> {
  if (stream.write(`${line}\n`) || stream.writableEnded || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
