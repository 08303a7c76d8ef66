/**
 * Plain text for a field that Slack parses as mrkdwn, so that no mention, channel or link in it is live.
 * Source: docs.slack.dev/messaging/formatting-message-text#escaping.
 */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The plain text that {@link escapeMrkdwn} made the field from. */
export function unescapeMrkdwn(field: string): string {
  return field.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Text that survives being sent as UTF-8: lone surrogates become U+FFFD, as in `String.prototype.toWellFormed`. */
export function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/**
 * What somebody typed, from a message's `text`: mentions of `botUserId` removed, links as their label,
 * other references as the name they carry, entities undone.
 */
export function readMessageText(text: string, botUserId: string): string {
  return unescapeMrkdwn(
    text.replace(/<([^<>]*)>/g, (_, reference: string) => describeReference(reference, botUserId)),
  ).trim();
}

/** Whether a message's `text` mentions a user. */
export function mentions(text: string, userId: string): boolean {
  return text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`);
}

function describeReference(reference: string, botUserId: string): string {
  const bar = reference.indexOf('|');
  const target = bar < 0 ? reference : reference.slice(0, bar);
  const label = bar < 0 ? '' : reference.slice(bar + 1);
  if (target === `@${botUserId}`) return '';
  if (target.startsWith('@')) return label;
  if (target.startsWith('#')) return label === '' ? '' : `#${label}`;
  if (target.startsWith('!')) return label;
  return label === '' ? target : label;
}
