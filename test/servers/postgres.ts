import { execFile } from 'node:child_process';
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A Postgres server of a test's own, which it may crash. */
export interface PostgresServer {
  readonly url: string;
  /** Stops it without letting it finish anything, and starts it again. */
  restart(): Promise<void>;
  /** Kills one of its processes that serve Herald with SIGKILL; it recovers by itself. */
  killBackend(): Promise<void>;
  stop(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';
const run = promisify(execFile);

/** The folder of Debian's newest Postgres, or `undefined` where none is installed. */
export async function findPostgres(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN).catch(() => []);
  const newest = versions.toSorted((a, b) => Number(a) - Number(b)).at(-1);
  return newest === undefined ? undefined : join(DEBIAN, newest, 'bin');
}

/** Starts a server from the programs in `bin`, as the user postgres where this is root, which Postgres refuses. */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const as = async (program: string, ...args: readonly string[]) => {
    const command = [join(bin, program), ...args];
    const [file = '', ...rest] = isRoot
      ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', ...command]
      : command;
    return (await run(file, rest, { cwd: folder })).stdout;
  };
  if (isRoot) {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((of) => run('id', [of, 'postgres'])));
    await chown(folder, Number(uid?.stdout), Number(gid?.stdout));
  }
  const data = join(folder, 'data');
  await as('initdb', '-D', data, '-U', 'herald', '--auth=trust');
  const port = await freePort();
  const control = (...args: readonly string[]) =>
    as('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-w', '-s', ...args);
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`;
  await control('-o', options, 'start');
  return {
    url: `postgres://herald@127.0.0.1:${port}/postgres`,
    restart: async () => {
      await control('-o', options, '-m', 'immediate', 'restart');
    },
    killBackend: async () => {
      const found = await as(
        'psql',
        ...['-h', '127.0.0.1', '-p', `${port}`, '-U', 'herald', '-Atc'],
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'herald' LIMIT 1",
        'postgres',
      );
      const pid = Number(found.trim());
      const status = pid > 0 ? await readFile(`/proc/${pid}/cmdline`, 'utf8') : '';
      if (status.startsWith('postgres:')) process.kill(pid, 'SIGKILL');
    },
    stop: async () => {
      await control('-m', 'immediate', 'stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
