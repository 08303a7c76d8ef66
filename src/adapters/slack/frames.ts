import type { SocketModeReceiver } from '@slack/bolt';
import * as v from 'valibot';

type SocketClient = SocketModeReceiver['client'];

const frameSchema = v.looseObject({ type: v.string(), reason: v.optional(v.string()) });
const eventlessSchema = v.looseObject({
  type: v.literal('events_api'),
  payload: v.looseObject({
    type: v.optional(v.string(), 'unknown'),
    event: v.optional(v.undefined()),
  }),
});

/**
 * Looks at every frame before the client does, and withholds those it would crash on: a frame that is no
 * object with a type, and an event without `payload.event` (`app_rate_limited` is delivered so), which is
 * given one. `onFrame` gets the type, and the reason of a `disconnect`.
 */
export function guardFrames(
  client: SocketClient,
  onFrame: (type: string, reason: string | undefined) => void,
): void {
  const handlers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const frame = isBinary === true ? undefined : parseFrame(data);
    if (frame === undefined) return;
    onFrame(frame.type, frame.reason);
    const eventless = v.safeParse(eventlessSchema, frame);
    const safe = eventless.success
      ? JSON.stringify({
          ...eventless.output,
          payload: { ...eventless.output.payload, event: { type: eventless.output.payload.type } },
        })
      : data;
    for (const handle of handlers) handle(safe, false);
  });
}

function parseFrame(data: unknown): v.InferOutput<typeof frameSchema> | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), frameSchema), data);
  if (!parsed.success) return undefined;
  const frame = parsed.output;
  // Without a payload the client would read properties of undefined.
  return frame.type === 'events_api' && typeof frame.payload !== 'object' ? undefined : frame;
}
