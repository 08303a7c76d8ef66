/** Discord's answer to a call that it does not accept. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    /** What is wrong with which part of the body. */
    readonly faults: readonly string[] = [],
  ) {
    super(message);
  }

  /** The body of the answer. */
  toJson(): object {
    return {
      message: this.message,
      code: this.code,
      ...(this.faults.length === 0
        ? {}
        : { errors: { _errors: this.faults.map((message) => ({ code: 'INVALID', message })) } }),
    };
  }
}

/** The refusal of a body that breaks rules. */
export function invalidForm(faults: readonly string[]): Refusal {
  return new Refusal(400, 50035, 'Invalid Form Body', faults);
}

/** Refusals by the name that Discord's documentation gives them. */
export const REFUSALS = {
  unauthorized: () => new Refusal(401, 0, '401: Unauthorized'),
  notFound: () => new Refusal(404, 0, '404: Not Found'),
  unknownChannel: () => new Refusal(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new Refusal(404, 10004, 'Unknown Guild'),
  unknownMessage: () => new Refusal(404, 10008, 'Unknown Message'),
  unknownInteraction: () => new Refusal(404, 10062, 'Unknown interaction'),
  alreadyAcknowledged: () => new Refusal(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: () => new Refusal(403, 50001, 'Missing Access'),
  cannotSendToUser: () => new Refusal(403, 50007, 'Cannot send messages to this user'),
  missingPermissions: () => new Refusal(403, 50013, 'Missing Permissions'),
  cannotReplyUnread: () =>
    new Refusal(400, 160002, 'Cannot reply without permission to read message history'),
  wrongChannelType: () => new Refusal(400, 50024, 'Cannot execute action on this channel type'),
  threadExists: () =>
    new Refusal(400, 160004, 'A thread has already been created for this message'),
  invalidWebhookToken: () => new Refusal(401, 50027, 'Invalid Webhook Token'),
} as const;
