/**
 * Discord's limits on what it accepts, in UTF-16 code units and elements unless the name says otherwise.
 * Sources: discord.com/developers/docs/components/reference, /resources/message, /resources/channel and
 * /interactions/application-commands; `textBytes` is not documented: above about 10,170 bytes of UTF-8 in a
 * message of components Discord answers 500, and the labels of buttons need some of them.
 */
export const LIMITS = {
  content: 2_000,
  textDisplays: 4_000,
  textBytes: 8_500,
  components: 40,
  sectionTexts: 3,
  rowButtons: 5,
  buttonLabel: 80,
  url: 512,
  customId: 100,
  nonce: 25,
  modalTitle: 45,
  label: 45,
  textInput: 4_000,
  placeholder: 100,
  choices: 25,
  choice: 100,
  commandName: 32,
  commandDescription: 100,
  chatCommands: 100,
  messageCommands: 15,
  threadName: 100,
  /** Herald's own: the longest question of `/ask`. */
  question: 300,
} as const;

/** The size of a text in bytes of UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** The text cut to at most `limit` code units, never within a character, with an ellipsis where cut. */
export function abridge(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
