/** Why a document is not imported; the message says what is wrong with it, `fix` what to do. */
export class Refusal extends Error {
  readonly fix: string;

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.fix = fix;
  }
}

/** A number of bytes as people say it: `20 MB`, `512 bytes`. */
export function describeBytes(bytes: number): string {
  return bytes >= 1_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${bytes} bytes`;
}

/** The refusal of a document that has more bytes than it may. */
export function tooLarge(bytes: number): Refusal {
  return new Refusal(
    `it has more than ${describeBytes(bytes)}`,
    'Save only its text, or import it in parts.',
  );
}
