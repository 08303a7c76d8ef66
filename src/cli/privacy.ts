import type { Person } from '../loop/loop.js';
import { rotateKey } from '../loop/rotate.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';
import { withLoop } from './with-loop.js';
import { withStore } from './with-store.js';

/** `herald privacy`: what is kept of people, how much of it, and for how long. */
export async function privacyCommand(io: Io): Promise<ExitCode> {
  const { loop, dataDir, databaseUrl } = io.config();
  return withStore(io, async (store) => {
    let questions = 0;
    let texts = 0;
    const people = new Set<string>();
    for await (const { text, asker } of store.questions()) {
      questions += 1;
      if (text !== undefined) texts += 1;
      people.add(asker);
    }
    let feedback = 0;
    for await (const _ of store.feedbacks()) feedback += 1;
    const followers = (await store.list('follower')).length;
    const days = loop.textTtlDays;
    const texting = days === 0 ? 'are not stored' : `are kept for ${days} days`;
    for (const line of [
      `Kept in ${databaseUrl === undefined ? dataDir : 'the database of DATABASE_URL'}, and nowhere else:`,
      `  questions   ${questions}, ${texts} of them with their text. Texts ${texting} (TEXT_TTL_DAYS);`,
      '              outcome, passages shown, place and time stay, for counting.',
      `  people      ${people.size}, each as an HMAC-SHA256 of their id; names and ids are not kept.`,
      `  feedback    ${feedback} words on answers, with the reasons that people gave.`,
      `  followers   ${followers} who wait for an answer, with the address to tell them at, until they are told`,
      `              or the text of their question goes.`,
      '  buttons     the questions under answers, for 30 days at most.',
      `  posted      where answers stand and what they were asked, to correct them: ${postedDays(days)}.`,
      '',
      'Anybody: /forget-me and /my-data in Slack and Discord.',
      'Here: herald privacy forget PERSON, herald privacy export PERSON (as slack:U0123ABCD), herald privacy rotate.',
    ])
      await writeLine(io.stdout, line);
    return EXIT.ok;
  });
}

/** `herald privacy forget PERSON`: what /forget-me does. */
export async function privacyForgetCommand(named: string, io: Io): Promise<ExitCode> {
  return forPerson(named, 'forget', io, async (person) =>
    withLoop(undefined, io, async ({ loop }) => {
      await loop.forgetMe(person);
      await writeLine(io.stdout, `Nothing is kept of ${named} any more; counts stay.`);
      return EXIT.ok;
    }),
  );
}

/** `herald privacy export PERSON`: what /my-data hands out, as JSON. */
export async function privacyExportCommand(named: string, io: Io): Promise<ExitCode> {
  return forPerson(named, 'export', io, async (person) =>
    withLoop(undefined, io, async ({ loop }) => {
      await writeLine(io.stdout, (await loop.myData(person)).trimEnd());
      return EXIT.ok;
    }),
  );
}

/** `herald privacy rotate`: a new key for the pseudonyms. */
export async function privacyRotateCommand(io: Io): Promise<ExitCode> {
  const { loop } = io.config();
  if (loop.privacyKey !== undefined) {
    await writeLine(
      io.stderr,
      'herald privacy rotate: PRIVACY_KEY is set; change it there and start Herald again.',
    );
    return EXIT.usage;
  }
  return withStore(io, async (store) => {
    await rotateKey(store);
    const days = loop.textTtlDays;
    for (const line of [
      'The pseudonyms have a new key. What was kept before can be linked to nobody any more:',
      '- /forget-me and /my-data reach only what is asked from now on;',
      `- texts from before go by themselves${days === 0 ? '' : ` within ${days} days`};`,
      '- people are counted anew; the audit names operators from before by their old pseudonyms;',
      '- whoever waits for an answer is told all the same.',
    ])
      await writeLine(io.stdout, line);
    return EXIT.ok;
  });
}

async function forPerson(
  named: string,
  command: string,
  io: Io,
  work: (person: Person) => Promise<ExitCode>,
): Promise<ExitCode> {
  const [, platform, user] = /^(slack|discord):(\w+)$/.exec(named) ?? [];
  if (platform !== undefined && user !== undefined) return work({ platform, user });
  await writeLine(
    io.stderr,
    `herald privacy ${command}: "${named}" names nobody; write slack: or discord: and the id of a person, as slack:U0123ABCD.`,
  );
  return EXIT.usage;
}

function postedDays(textTtlDays: number): string {
  return textTtlDays === 0
    ? 'nothing, as texts are not stored'
    : `for ${Math.min(90, textTtlDays)} days`;
}
