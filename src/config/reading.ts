import * as v from 'valibot';
import type { Variable } from './variables.js';

/** A variable that is set wrong, and what to do about it. */
export interface ConfigFault {
  readonly variable: Variable;
  readonly message: string;
  readonly fix: string;
}

/** Reads variables one by one; an empty one counts as not set, and whatever is wrong with one is noted. */
export interface Reading {
  read(variable: Variable): string | undefined;
  readUrl(variable: Variable): string | undefined;
  readToken(variable: Variable, prefix: string, fix: string): string | undefined;
  /** A number from 0 to 1. */
  readShare(variable: Variable, standard: number): number;
  readPort(variable: Variable, standard: number): number;
  /** One of some words; `what` says what another is not. */
  readChoice<T extends string>(
    variable: Variable,
    choices: readonly T[],
    standard: T,
    what: string,
  ): T;
  fault(variable: Variable, message: string, fix: string): void;
  /** Everything that was found wrong. */
  readonly faults: readonly ConfigFault[];
}

const url = v.pipe(v.string(), v.url(), v.startsWith('http'));

/** A reading of environment variables. */
export function createReading(env: Readonly<Record<string, string | undefined>>): Reading {
  const faults: ConfigFault[] = [];
  const read: Reading['read'] = (variable) => env[variable]?.trim() || undefined;
  const fault: Reading['fault'] = (variable, message, fix) => {
    faults.push({ variable, message, fix });
  };
  const readUrl: Reading['readUrl'] = (variable) => {
    const value = read(variable);
    if (value === undefined || v.is(url, value)) return value;
    fault(
      variable,
      `"${value}" is not a web address`,
      'Write it out, as http://127.0.0.1:8080/api/, or leave it empty.',
    );
    return undefined;
  };
  const readToken: Reading['readToken'] = (variable, prefix, fix) => {
    const value = read(variable);
    if (value !== undefined && !value.startsWith(prefix))
      fault(variable, `does not begin with ${prefix}`, fix);
    return value;
  };
  const readShare: Reading['readShare'] = (variable, standard) => {
    const value = read(variable);
    const share = value === undefined ? standard : Number(value);
    if (share >= 0 && share <= 1) return share;
    fault(
      variable,
      `"${value}" is not a number from 0 to 1`,
      `Leave it empty for the default, ${standard}.`,
    );
    return standard;
  };

  const readPort: Reading['readPort'] = (variable, standard) => {
    const port = Number(read(variable) ?? standard);
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
    fault(
      variable,
      `"${read(variable)}" is not a port`,
      `Use a number from 0 to 65535, or leave it empty for ${standard}.`,
    );
    return standard;
  };

  const readChoice: Reading['readChoice'] = (variable, choices, standard, what) => {
    const wanted = read(variable) ?? standard;
    const choice = choices.find((known) => known === wanted);
    if (choice === undefined)
      fault(
        variable,
        `"${wanted}" is no ${what}`,
        `Use one of: ${choices.join(', ')}; or leave it empty for ${standard}.`,
      );
    return choice ?? standard;
  };
  return { read, readUrl, readToken, readShare, readPort, readChoice, fault, faults };
}
