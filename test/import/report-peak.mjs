// Loaded before the program: writes the most memory that its process held, in MB, to the file PEAK_FILE.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const STATUS = '/proc/self/status';

/** Where the system says it of this program alone; getrusage may count the process that started it. */
function peakMb() {
  const highWater = existsSync(STATUS) && /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(STATUS, 'utf8'));
  return (highWater ? Number(highWater[1]) : process.resourceUsage().maxRSS) / 1_024;
}

if (isMainThread) process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(peakMb())));
