import type { IncomingMessage } from 'node:http';

/** What goes wrong with one call. */
export interface Fault {
  /** Such as `POST /channels`: method and beginning of the path; any call by default. */
  readonly call?: string;
  readonly when?: (body: unknown) => boolean;
  readonly answer:
    | { readonly status: number; readonly code?: number }
    | { readonly retryAfterSeconds: number; readonly global?: boolean }
    /** No answer, ever. */
    | 'silence'
    /** The call takes effect, but its answer is lost. */
    | 'lose answer'
    /** The connection breaks. */
    | 'break'
    /** The answer comes once this resolves. */
    | Promise<void>;
}

/** An answer that stands for a failure. */
export interface FailedAnswer {
  readonly status: number;
  readonly json: object;
  readonly headers: Record<string, string>;
}

/** Takes the first fault that fits a call, named by method and path, off the list. */
export function takeFault(
  faults: Fault[],
  name: string,
  body: unknown,
): Fault['answer'] | undefined {
  const index = faults.findIndex(
    ({ call, when }) => (call === undefined || name.startsWith(call)) && (when?.(body) ?? true),
  );
  return index < 0 ? undefined : faults.splice(index, 1)[0]?.answer;
}

/** What a call gets in place of its answer; `undefined` where it is answered after all. */
export async function suffer(
  fault: Fault['answer'] | undefined,
  request: IncomingMessage,
): Promise<FailedAnswer | 'nothing' | undefined> {
  if (fault === undefined || fault === 'lose answer') return undefined;
  if (fault === 'silence') return 'nothing';
  if (fault === 'break') {
    request.socket.destroy();
    return 'nothing';
  }
  if (fault instanceof Promise) return fault.then(() => undefined);
  if ('status' in fault) {
    const { status, code = 0 } = fault;
    return { status, json: { message: `scripted ${status}`, code }, headers: {} };
  }
  const { retryAfterSeconds, global = false } = fault;
  return {
    status: 429,
    json: { message: 'You are being rate limited.', retry_after: retryAfterSeconds, global },
    headers: {
      'retry-after': String(retryAfterSeconds),
      'x-ratelimit-scope': global ? 'global' : 'user',
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    },
  };
}
