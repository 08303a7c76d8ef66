/** A line of text on a page, from the top left corner, in points. */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size?: number;
  readonly font?: 'F1' | 'F2';
}

/** The bytes of a PDF; a page is lines of text, or a stream object of its own making. */
export function pdfFile(
  pages: readonly (readonly Line[] | Uint8Array)[],
  options?: {
    readonly info?: string;
    readonly trailer?: string;
    readonly catalog?: string;
    readonly kids?: string;
    readonly count?: number;
  },
): Uint8Array;

/** A stream object of the given content, a character a byte. */
export function streamOf(content: string, entries?: string): Uint8Array;

/** Lines below each other. */
export function linesFrom(
  x: number,
  y: number,
  leading: number,
  texts: readonly string[],
  style?: Pick<Line, 'size' | 'font'>,
): Line[];
