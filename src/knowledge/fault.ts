/** Something wrong with a file of the knowledge folder: what, where, and what to do about it. */
export interface Fault {
  readonly file: string;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
}

/** A fault as one line in the form that editors and terminals link: `file:line: message. fix`. */
export function describeFault({ file, line, message, fix }: Fault): string {
  return `${file}:${line}: ${message}. ${fix}`;
}

/** Line, from 1, of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}
