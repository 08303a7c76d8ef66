import * as v from 'valibot';
import { optionsSchema, parse, parseView } from './blocks.js';
import { parseContent } from './message.js';
import type { Workspace } from './workspace.js';

const requestSchema = v.object({
  command: v.optional(v.string()),
  channel_id: v.optional(v.string(), ''),
  user_id: v.optional(v.string(), ''),
  type: v.optional(v.string()),
  view: v.optional(v.object({ id: v.string() })),
});
const viewResponse = v.variant('response_action', [
  v.strictObject({ response_action: v.literal('update'), view: v.unknown() }),
  v.strictObject({
    response_action: v.literal('errors'),
    errors: v.record(v.string(), v.pipe(v.string(), v.nonEmpty())),
  }),
]);

/** Does what an acknowledgement with content asks for; throws what Slack would refuse. */
export function takeResponse(workspace: Workspace, request: unknown, response: unknown): void {
  const { command, channel_id, user_id, type, view } = v.parse(requestSchema, request);
  if (type === 'block_suggestion') {
    parse(optionsSchema, response, 'invalid_arguments');
    return;
  }
  if (typeof response !== 'object' || response === null || Object.keys(response).length === 0)
    return;
  if (command !== undefined) {
    const ts = workspace.nextTs();
    workspace.ephemerals.push({
      channel: channel_id,
      ts,
      user: user_id,
      ...parseContent(response),
    });
  } else if (view !== undefined) {
    const parsed = parse(viewResponse, response, 'invalid_arguments');
    if (parsed.response_action === 'update')
      workspace.views.push({ id: view.id, view: parseView(parsed.view) });
  }
}
