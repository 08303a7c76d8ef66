import { extname } from 'node:path';

/** Stops watching. */
export type Unwatch = () => Promise<void>;

/** How long a folder must be quiet before it is read: whoever writes a file writes it in several steps. */
const QUIET_MS = 100;
const WATCHED = new Set(['.md', '.txt', '.jsonl']);

/**
 * Calls back when the announcements or rehearsals of a folder have changed and it has been quiet for 100 ms;
 * resolves when it watches. A change that the file system does not report (of some network drives) is not seen.
 */
export async function watchFolder(
  folder: string,
  onChange: () => void,
  onError: (error: unknown) => void,
): Promise<Unwatch> {
  const { watch } = await import('chokidar');
  let quiet: NodeJS.Timeout | undefined;
  const watcher = watch(folder, {
    depth: 0,
    ignoreInitial: true,
    // Names without an extension are folders and links that a deployment may exchange as a whole.
    ignored: (path, stats) =>
      stats?.isFile() === true && extname(path) !== '' && !WATCHED.has(extname(path)),
  });
  watcher.on('all', () => {
    clearTimeout(quiet);
    quiet = setTimeout(onChange, QUIET_MS);
  });
  watcher.on('error', onError);
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
  });
  return async () => {
    clearTimeout(quiet);
    await watcher.close();
  };
}
