import type { APIMessageTopLevelComponent } from 'discord.js';

/** A message as it is sent: either components (`flags` with `IsComponentsV2`) or content, never both. */
export interface MessageBody {
  readonly content?: string;
  readonly components?: readonly APIMessageTopLevelComponent[];
  readonly flags?: number;
}

/** What Herald says, in components and, for where Discord refuses those, in plain words. */
export interface Reply {
  readonly rich: MessageBody;
  readonly plain: MessageBody;
  /** Goes with the words, in the response to an interaction. */
  readonly file?: File;
}

/** A file that goes with a message. */
export interface File {
  readonly name: string;
  readonly data: string;
}
