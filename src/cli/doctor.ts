import { describeFault } from '../knowledge/fault.js';
import { loadKnowledge } from '../knowledge/load.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** One thing that was looked at; `fix` where something is to be done. */
interface Finding {
  readonly ok: boolean;
  readonly what: string;
  readonly fix?: string;
}

/** `herald doctor`: looks at the announcements and asks each configured platform whether Herald may work there. */
export async function doctorCommand(
  { knowledge }: { readonly knowledge?: string },
  io: Io,
): Promise<ExitCode> {
  const config = io.config();
  const findings: Finding[] = [...(await examineKnowledge(knowledge ?? config.knowledgeDir))];
  if (config.slack) {
    const { examineSlack } = await import('../adapters/slack/doctor.js');
    findings.push(...(await examineSlack(config.slack)).map((finding) => named('Slack', finding)));
  }
  if (config.discord) {
    const { examineDiscord } = await import('../adapters/discord/doctor.js');
    const found = await examineDiscord(config.discord);
    findings.push(...found.map((finding) => named('Discord', finding)));
  }
  if (!config.slack && !config.discord) {
    findings.push({
      ok: true,
      what: 'No platform is configured: Herald opens a chat in the terminal.',
    });
  }
  for (const { ok, what, fix } of findings) {
    await writeLine(
      io.stdout,
      `${ok ? 'ok   ' : 'wrong'}  ${what}${fix === undefined ? '' : `\n       ${fix}`}`,
    );
  }
  return findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.fault;
}

async function examineKnowledge(folder: string): Promise<readonly Finding[]> {
  const { announcements, faults } = await loadKnowledge(folder);
  return [
    ...announcements.map(({ id, passages }) => ({
      ok: true,
      what: `Announcement ${id}: ${passages.length} passages.`,
    })),
    ...faults.map((fault) => ({ ok: false, what: describeFault(fault) })),
  ];
}

function named(platform: string, finding: Finding): Finding {
  return { ...finding, what: `${platform}: ${finding.what}` };
}
