#!/usr/bin/env -S node --max-semi-space-size=1 --v8-pool-size=1
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { config as loadDotenv } from 'dotenv';
import { EXIT, type ExitCode, type Io } from './cli/io.js';
import { parseSince } from './cli/since.js';
import { type Config, readConfig } from './config.js';

/** The configuration has faults; the message is all of them, a line each, with its fix. */
class ConfigError extends Error {}

function loadConfig(): Config {
  const env = { ...process.env };
  loadDotenv({ quiet: true, processEnv: env as Record<string, string> });
  const result = readConfig(env);
  if (result.ok) return result.config;
  throw new ConfigError(
    result.faults.map(({ variable, message, fix }) => `${variable} ${message}. ${fix}`).join('\n'),
  );
}

const io: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  program: fileURLToPath(import.meta.url),
  pid: process.pid,
  residentBytes: () => process.memoryUsage.rss(),
  color: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  config: loadConfig,
  onReload: (listener) => {
    process.on('SIGHUP', listener);
  },
  stopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
};

async function main(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const run = async (command: Promise<ExitCode>) => {
    exitCode = await command;
  };
  const program = createProgram(run);
  try {
    await program.parseAsync(argv.length === 0 ? ['serve'] : [...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      return EXIT.usage;
    }
    if (error instanceof Error && 'fix' in error) {
      process.stderr.write(`herald: ${error.message}. ${error.fix}\n`);
      return EXIT.fault;
    }
    throw error;
  }
}

function createProgram(run: (command: Promise<ExitCode>) => Promise<void>): Command {
  const program = new Command('herald')
    .description('Answers questions about an announcement by quoting it.')
    .version(version(), '-V, --version')
    .exitOverride()
    .showHelpAfterError('Run herald --help for usage.');
  const knowledge = [
    '-k, --knowledge <folder>',
    'folder of the announcements (default: KNOWLEDGE_DIR or ./knowledge)',
  ] as const;

  program
    .command('serve')
    .description(
      'answer on every configured platform; without any, chat in the terminal (the default)',
    )
    .option(...knowledge)
    .addOption(
      new Option('--shards <mode>', "auto: a process for each of Discord's shards").choices([
        'auto',
        'supervised',
      ]),
    )
    .action(async (options) => run((await import('./cli/serve.js')).serveCommand(options, io)));
  program
    .command('ask')
    .description('answer one question, or one a line of standard input')
    .argument('[question...]', 'what to ask')
    .option('--json', 'print the answer as one JSON object')
    .option(
      '--batch',
      'read JSON Lines {"id", "question", "announcement"?}, write one answer a line',
    )
    .option('-a, --announcement <id>', 'ask only this announcement')
    .option('--preview', 'ask what is not yet published as well')
    .option('-l, --limit <n>', 'show at most this many excerpts', positiveInteger)
    .option(...knowledge)
    .action(async (words, options) =>
      run((await import('./cli/ask.js')).askCommand(words, options, io)),
    );
  program
    .command('import')
    .description('bring web pages, PDF, Word, Markdown and text files into the knowledge folder')
    .argument('<source...>', 'files, web addresses, or - for standard input')
    .option('--name <id>', 'id of the announcement, for one source')
    .option('-y, --yes', 'replace an announcement that exists without asking')
    .option('--dry-run', 'show the passages and what is left out, and write nothing')
    .option('--allow-private', 'let addresses lead to hosts that are not public')
    .option(
      '--timeout <seconds>',
      'for fetching, and again for converting (default: 30)',
      positiveInteger,
    )
    .option(...knowledge)
    .action(async (sources, options) =>
      run((await import('./cli/import.js')).importCommand(sources, options, io)),
    );
  program
    .command('check')
    .description('check the knowledge folder and report every fault')
    .option('--print', 'print the passages with their numbers')
    .option(...knowledge)
    .action(async (options) => run((await import('./cli/check.js')).checkCommand(options, io)));
  program
    .command('eval')
    .description('ask every question of a rehearsal file and say how well it went')
    .argument(
      '<file>',
      'JSON Lines {"question", "gold": [passage numbers], "id"?, "kind"?, "announcement"?}',
    )
    .option('--explain', 'say why for every miss: terms, confidence, features')
    .option('--json', 'print one JSON object')
    .option('--min-p1 <share>', 'fail below this share of right first passages', share)
    .option('--min-p3 <share>', 'fail below this share with a right one among three', share)
    .option(
      '--max-wrong-refusals <n>',
      'fail above this many refused answerable questions',
      wholeNumber,
    )
    .option(...knowledge)
    .action(async (file, options) =>
      run((await import('./cli/eval.js')).evalCommand(file, options, io)),
    );
  program
    .command('rehearse')
    .description('draft the rehearsal of an announcement, for you to edit')
    .argument('<announcement>', 'id: its file name without the extension')
    .option('--dry-run', 'print the draft and write nothing')
    .option('-y, --yes', 'replace an existing file without asking')
    .option(...knowledge)
    .action(async (name, options) =>
      run((await import('./cli/rehearse.js')).rehearseCommand(name, options, io)),
    );
  const announcement = ['<announcement>', 'id: its file name without the extension'] as const;
  program
    .command('history')
    .description('show the revisions of an announcement and what each changed')
    .argument(...announcement)
    .option(...knowledge)
    .action(async (name, options) =>
      run((await import('./cli/history.js')).historyCommand(name, options, io)),
    );
  program
    .command('rollback')
    .description('put an earlier revision of an announcement back, by default the one before')
    .argument(...announcement)
    .argument('[revision]', 'as herald history shows it; its first digits do')
    .option('-y, --yes', 'write without asking')
    .option(...knowledge)
    .action(async (name, revision, options) =>
      run((await import('./cli/history.js')).rollbackCommand(name, revision, options, io)),
    );
  program
    .command('corrections')
    .description('list the posted answers that quote what their announcement no longer says')
    .option(...knowledge)
    .action(async (options) =>
      run((await import('./cli/history.js')).correctionsCommand(options, io)),
    );
  program
    .command('report')
    .description('say what people asked, grouped by likeness, what was not answered first')
    .option('--json', 'print one JSON object')
    .option('--csv', 'print the groups as CSV')
    .option('--html', 'print one page with charts')
    .option(
      '--since <time>',
      'from this day or time on (2026-03-01), or so far back (7d, 24h)',
      since,
    )
    .option('-a, --announcement <id>', 'only about this announcement')
    .option('--channel <id>', "only in this channel, by the platform's id")
    .option(...knowledge)
    .action(async (options) => run((await import('./cli/report.js')).reportCommand(options, io)));
  const teach = program
    .command('teach')
    .description('say what answers a question; without options it asks')
    .option('--question <question>', 'as people ask it')
    .option('--passage <n>', 'number of the passage that answers it', positiveInteger)
    .option('--statement <text>', 'an official statement that answers it')
    .option('--approver <name>', 'who answers for the statement')
    .option('--alias <name>', 'what people call something')
    .option('--for <name>', 'what the announcement calls it')
    .option('-a, --announcement <id>', 'the announcement of the passage')
    .option(...knowledge)
    .action(async (options) => run((await import('./cli/teach.js')).teachCommand(options, io)));
  teach
    .command('list')
    .description('list what is taught')
    .action(async () => run((await import('./cli/teach.js')).teachListCommand(teach.opts(), io)));
  teach
    .command('undo')
    .description('take a lesson back')
    .argument('<id>', 'as herald teach list shows it')
    .action(async (id) =>
      run((await import('./cli/teach.js')).teachUndoCommand(id, teach.opts(), io)),
    );
  teach
    .command('audit')
    .description('show who taught what, and when')
    .action(async () => run((await import('./cli/teach.js')).teachAuditCommand(teach.opts(), io)));
  const privacy = program
    .command('privacy')
    .description('say what is kept of people, and for how long')
    .action(async () => run((await import('./cli/privacy.js')).privacyCommand(io)));
  const person = ['<person>', 'platform and id, as slack:U0123ABCD'] as const;
  privacy
    .command('forget')
    .description('forget somebody')
    .argument(...person)
    .action(async (id) => run((await import('./cli/privacy.js')).privacyForgetCommand(id, io)));
  privacy
    .command('export')
    .description('print what is kept of somebody, as JSON')
    .argument(...person)
    .action(async (id) => run((await import('./cli/privacy.js')).privacyExportCommand(id, io)));
  privacy
    .command('rotate')
    .description('change the key of the pseudonyms, so that nobody can be linked to before')
    .action(async () => run((await import('./cli/privacy.js')).privacyRotateCommand(io)));
  program
    .command('doctor')
    .description(
      'check the announcements, and ask the configured platforms whether Herald may work there',
    )
    .option(...knowledge)
    .action(async (options) => run((await import('./cli/doctor.js')).doctorCommand(options, io)));
  const model = program
    .command('model')
    .description('the transformer of MEANING=transformer: which files it needs, which are there')
    .action(async () => run((await import('./cli/model.js')).modelCommand(io)));
  model
    .command('install')
    .description('bring its files, checked, into MODEL_DIR')
    .argument('<from>', 'a folder, or the web address of one, that has them')
    .option('--to <folder>', 'another folder than MODEL_DIR')
    .action(async (from, options) =>
      run((await import('./cli/model.js')).modelInstallCommand(from, options, io)),
    );
  program
    .command('slack')
    .description('set up Slack')
    .command('manifest')
    .description('print the manifest to create the Slack app from')
    .option(
      '--http <url>',
      'for requests over HTTP to this public https address, instead of Socket Mode',
    )
    .action(async (options) =>
      run((await import('./cli/slack.js')).slackManifestCommand(options, io)),
    );
  const discord = program.command('discord').description('set up Discord');
  discord
    .command('register')
    .description('register the commands; again whenever they change')
    .option('--guild <id>', 'in one server only, where a change shows at once')
    .action(async (options) =>
      run((await import('./cli/discord.js')).discordRegisterCommand(options, io)),
    );
  discord
    .command('invite')
    .description('print the links that install Herald in a server or for yourself')
    .action(async () => run((await import('./cli/discord.js')).discordInviteCommand(io)));
  return program;
}

function positiveInteger(value: string): number {
  const number = wholeNumber(value);
  if (number < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return number;
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Give a whole number.');
  return Number(value);
}

function since(value: string): number {
  const time = parseSince(value, Date.now());
  if (time === undefined)
    throw new InvalidArgumentError(
      'Give a day (2026-03-01), or so many hours, days or weeks (7d).',
    );
  return time;
}

function share(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1))
    throw new InvalidArgumentError('Give a number from 0 to 1.');
  return number;
}

function version(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '';
}

// A reader that goes away (herald ask --batch | head) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
// The channel to a supervisor would keep a process that is done from ending.
if (process.connected) process.disconnect();
