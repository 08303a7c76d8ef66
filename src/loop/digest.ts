import type { Store } from '../store/store.js';
import type { Report } from './report.js';
import type { DigestSettings } from './settings.js';

/** A week of what people wanted to know, for a channel of operators. */
export interface Digest
  extends Pick<Report, 'questions' | 'people' | 'outcomes' | 'helpful' | 'notHelpful' | 'groups'> {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly until: number;
}

/** A platform's way to post a digest in a channel; rejects to be tried again later. */
export type PostDigest = (channel: string, digest: Digest) => Promise<void>;

/** What the weekly digest needs. */
export interface DigestTools {
  readonly settings: DigestSettings;
  readonly store: Store;
  readonly make: (since: number, until: number) => Promise<Digest>;
  /** How the platform posts; `undefined` while it is not connected. */
  readonly post: (platform: string) => PostDigest | undefined;
  readonly onFault: (error: unknown, message: string) => void;
  readonly now: () => number;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const LOOK_MS = 10 * 60_000;
/** In the morning of Europe, in the night of America: before work begins in both. UTC. */
const HOUR = 8;
const LEASE_MS = 5 * 60_000;

/** Posts the digest on its day, once however many replicas run; what fails is tried again on that day. */
export function scheduleDigest(tools: DigestTools): {
  /** Posts it if it is due. */
  readonly look: () => Promise<void>;
  readonly stop: () => void;
} {
  const { settings, store, make, post, onFault, now } = tools;
  const look = async () => {
    const time = new Date(now());
    if (time.getUTCDay() !== settings.day || time.getUTCHours() < HOUR) return;
    const day = time.toISOString().slice(0, 10);
    const key = `herald digest ${settings.platform}:${settings.channel}`;
    const send = post(settings.platform);
    if (send === undefined || (await store.get('setting', key)) === day) return;
    if (!(await store.claim(`${key} ${day}`, LEASE_MS))) return;
    const until = now();
    await send(settings.channel, await make(until - WEEK_MS, until));
    await store.put('setting', key, day);
  };
  const lookSafely = () => {
    look().catch((error: unknown) =>
      onFault(error, 'the digest could not be posted; it is tried again today'),
    );
  };
  const timer = setInterval(lookSafely, LOOK_MS);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
