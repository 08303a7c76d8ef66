/** A text, or a run's XML. */
export type Run = string | { readonly xml: string };

/** A paragraph's XML. */
export function paragraph(
  runs: Run | readonly Run[],
  options?: {
    readonly style?: string;
    readonly list?: { readonly id: number; readonly level?: number };
  },
): string;

/** The bytes of a .docx file; `extra` files of its archive go before its own. */
export function wordFile(content: {
  readonly body: readonly string[];
  readonly footnotes?: readonly string[];
  readonly header?: string;
  readonly footer?: string;
  readonly core?: string;
  readonly language?: string;
  readonly extra?: Readonly<Record<string, Uint8Array>>;
}): Uint8Array;
