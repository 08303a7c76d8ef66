import type { Limits } from './limiter.js';
import { DEFAULT_OPERATORS, type Operators } from './operators.js';

/** What an operator can set of the loop. */
export interface LoopSettings {
  readonly operators: Operators;
  /** For how many days texts that people typed are kept; 0 stores none. */
  readonly textTtlDays: number;
  readonly limits: Limits;
  /** What could not be answered for so many minutes gets an apology in place of an answer. */
  readonly answerWithinMinutes: number;
  /** Keys the pseudonyms; made and kept in the store where it is not set. */
  readonly privacyKey?: string;
  readonly digest?: DigestSettings;
}

/** Where and when the weekly digest is posted. */
export interface DigestSettings {
  readonly platform: string;
  /** The platform's id of the channel. */
  readonly channel: string;
  /** 0 is Sunday. */
  readonly day: number;
}

/** The variables that {@link readLoopSettings} reads. */
export const LOOP_VARIABLES = [
  'OPERATORS',
  'QUESTIONS_PER_PERSON',
  'QUESTIONS_PER_CHANNEL',
  'ANSWER_WITHIN_MINUTES',
  'TEXT_TTL_DAYS',
  'PRIVACY_KEY',
  'DIGEST_CHANNEL',
  'DIGEST_DAY',
] as const;

type Variable = (typeof LOOP_VARIABLES)[number];

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MIN_KEY = 32;

/** Reads the settings; `fault` hears of every value that is wrong. */
export function readLoopSettings(
  read: (variable: Variable) => string | undefined,
  fault: (variable: Variable, message: string, fix: string) => void,
): LoopSettings {
  const readCount = (variable: Variable, standard: number, none: string): number => {
    const value = read(variable) ?? String(standard);
    if (/^\d{1,9}$/.test(value)) return Number(value);
    fault(
      variable,
      `"${value}" is not a whole number`,
      `Write one from 0 (${none}), or leave it empty for ${standard}.`,
    );
    return standard;
  };
  const operators = read('OPERATORS')?.split(/[\s,]+/) ?? DEFAULT_OPERATORS;
  for (const operator of operators)
    if (operator !== 'managers' && !/^(?:slack|discord):\w+$/.test(operator))
      fault(
        'OPERATORS',
        `"${operator}" names nobody`,
        'Write slack: or discord: and the id of a person, as slack:U0123ABCD discord:123456789012345678, or managers.',
      );
  const privacyKey = read('PRIVACY_KEY');
  if (privacyKey !== undefined && privacyKey.length < MIN_KEY)
    fault(
      'PRIVACY_KEY',
      `has fewer than ${MIN_KEY} characters`,
      'Make one with openssl rand -base64 32, or leave it empty and Herald makes its own.',
    );
  const digest = readDigest(read, fault);
  return {
    operators,
    textTtlDays: readCount('TEXT_TTL_DAYS', 90, 'none is stored'),
    limits: {
      perPerson: readCount('QUESTIONS_PER_PERSON', 20, 'no limit'),
      perChannel: readCount('QUESTIONS_PER_CHANNEL', 120, 'no limit'),
    },
    answerWithinMinutes: readCount('ANSWER_WITHIN_MINUTES', 60, 'only at once'),
    ...(privacyKey === undefined ? {} : { privacyKey }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function readDigest(
  read: (variable: Variable) => string | undefined,
  fault: (variable: Variable, message: string, fix: string) => void,
): DigestSettings | undefined {
  const name = read('DIGEST_DAY')?.toLowerCase() ?? 'monday';
  const day = DAYS.indexOf(name);
  if (day === -1)
    fault('DIGEST_DAY', `"${name}" is not a day of the week`, `Use one of: ${DAYS.join(', ')}.`);
  const value = read('DIGEST_CHANNEL');
  if (value === undefined) return undefined;
  const [, platform = '', channel = ''] = /^(slack|discord):(\w+)$/.exec(value) ?? [];
  if (platform === '')
    fault(
      'DIGEST_CHANNEL',
      `"${value}" is not a channel`,
      'Write slack: or discord: and the id of a channel, as slack:C0123ABCD.',
    );
  return { platform, channel, day };
}
