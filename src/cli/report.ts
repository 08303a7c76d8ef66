import { EXIT, type ExitCode, type Io, writeLine } from './io.js';
import { reportCsv } from './report-csv.js';
import { reportHtml } from './report-html.js';
import { reportText } from './report-text.js';
import { withLoop } from './with-loop.js';

/** Options of `herald report`. */
export interface ReportOptions {
  readonly knowledge?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly html?: boolean;
  /** In milliseconds since the epoch. */
  readonly since?: number;
  readonly announcement?: string;
  readonly channel?: string;
}

/** `herald report`: what people wanted to know, and what of it the announcements did not say. */
export async function reportCommand(options: ReportOptions, io: Io): Promise<ExitCode> {
  const { since, announcement, channel } = options;
  return withLoop(options.knowledge, io, async ({ loop }) => {
    const report = await loop.report({
      ...(since === undefined ? {} : { since }),
      ...(announcement === undefined ? {} : { announcement }),
      ...(channel === undefined ? {} : { channel }),
    });
    const { columns = 100 } = io.stdout;
    const text = options.json
      ? JSON.stringify(report)
      : options.csv
        ? reportCsv(report)
        : options.html
          ? reportHtml(report, { now: new Date(), ...(since === undefined ? {} : { since }) })
          : reportText(report, { columns, color: io.color });
    await writeLine(io.stdout, text);
    return EXIT.ok;
  });
}
