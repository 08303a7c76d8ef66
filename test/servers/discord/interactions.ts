import { checkMessage, isComponents, isObject, type Json } from './message-rules.js';
import { invalidForm, REFUSALS } from './refusal.js';

/** A message as it stands in Discord. */
export interface SentMessage {
  readonly id: string;
  readonly channel: string;
  readonly body: Json;
  /** Whom it pinged. */
  readonly pings: readonly string[];
}

/** An interaction and what came of it. */
export interface Interaction {
  readonly id: string;
  /** Of the message that stands in its place. */
  readonly messageId: string;
  readonly channel: string;
  readonly token: string;
  readonly type: number;
  readonly sentAt: number;
  /** The first response, and when it came. */
  response: Json | undefined;
  respondedAt: number | undefined;
  /** The message that stands in its place; undefined while deferred. */
  message: Json | undefined;
  /** How often that was put there. */
  edits: number;
  /** No first response is taken any more. */
  isLate: boolean;
  /** The token has ended. */
  isOver: boolean;
}

const EPHEMERAL = 64;
const LOADING = 128;
const FIRST_RESPONSE_MS = 3_000;
const KINDS = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** Takes the first response to an interaction. */
export function takeResponse(interaction: Interaction, body: Json): void {
  const isTooLate =
    interaction.isLate || performance.now() - interaction.sentAt > FIRST_RESPONSE_MS;
  if (interaction.response !== undefined) throw REFUSALS.alreadyAcknowledged();
  if (isTooLate) throw REFUSALS.unknownInteraction();
  const data = isObject(body.data) ? body.data : {};
  const isType = (...kinds: number[]) => kinds.includes(interaction.type);
  switch (body.type) {
    case 4:
      if (isType(KINDS.autocomplete)) throw invalidForm(['type: not for autocomplete']);
      checkMessage(withoutEphemeral(data));
      interaction.message = data;
      break;
    case 5:
      if (isType(KINDS.autocomplete)) throw invalidForm(['type: not for autocomplete']);
      if ((Number(data.flags ?? 0) & ~EPHEMERAL) !== 0)
        throw invalidForm(['flags: only EPHEMERAL when deferred']);
      break;
    case 8:
      if (!isType(KINDS.autocomplete)) throw invalidForm(['type: only for autocomplete']);
      checkChoices(data.choices);
      break;
    case 9:
      if (!isType(KINDS.command, KINDS.component)) throw invalidForm(['type: no modal here']);
      checkModal(data);
      break;
    default:
      throw invalidForm([`type: ${body.type}`]);
  }
  interaction.response = body;
  interaction.respondedAt = performance.now();
}

/** The message that the response is; while deferred it is flagged as loading. */
export function readResponse(interaction: Interaction): Json {
  checkResponse(interaction);
  const { message } = interaction;
  const { messageId: id, channel: channel_id } = interaction;
  return { id, channel_id, ...(message ?? { content: '', flags: LOADING }) };
}

/** Puts a message in the place of the response. */
export function editResponse(interaction: Interaction, body: Json): void {
  checkResponse(interaction);
  checkEdit(interaction.message, body);
  interaction.message = body;
  interaction.edits += 1;
}

function checkResponse({ isOver, response }: Interaction): void {
  if (isOver) throw REFUSALS.invalidWebhookToken();
  if (response === undefined || (response.type !== 4 && response.type !== 5))
    throw REFUSALS.unknownMessage();
}

/** Refuses an edit that Discord would refuse: components stay components. */
export function checkEdit(before: Json | undefined, body: Json): void {
  if (before && isComponents(before) && body.content !== undefined)
    throw invalidForm(['content: not in a message of components']);
  checkMessage(body);
}

/** Whether only the asker sees what came of an interaction. */
export function isEphemeral({ response }: Interaction): boolean {
  const data = isObject(response?.data) ? response.data : {};
  return (Number(data.flags ?? 0) & EPHEMERAL) !== 0;
}

function withoutEphemeral(data: Json): Json {
  return data.flags === undefined ? data : { ...data, flags: Number(data.flags) & ~EPHEMERAL };
}

function checkChoices(choices: unknown): void {
  if (!Array.isArray(choices) || choices.length > 25) throw invalidForm(['choices: at most 25']);
  const isBad = choices.some(
    (choice) =>
      !isObject(choice) ||
      [choice.name, choice.value].some(
        (text) => typeof text !== 'string' || text.length < 1 || text.length > 100,
      ),
  );
  if (isBad) throw invalidForm(['choices: name and value of 1 to 100 characters']);
}

function checkModal({ custom_id, title, components }: Json): void {
  const faults: string[] = [];
  if (typeof custom_id !== 'string' || custom_id.length > 100) faults.push('custom_id');
  if (typeof title !== 'string' || title.length < 1 || title.length > 45) faults.push('title');
  const list = Array.isArray(components) ? components : [];
  if (list.length < 1 || list.length > 5) faults.push('components: 1 to 5');
  for (const label of list) {
    const field = isObject(label) && isObject(label.component) ? label.component : {};
    if (label.type !== 18 || String(label.label).length > 45) faults.push('label');
    if (field.type !== 4 || Number(field.max_length ?? 0) > 4_000) faults.push('text input');
    if (String(field.placeholder ?? '').length > 100) faults.push('placeholder');
  }
  if (faults.length > 0) throw invalidForm(faults);
}
