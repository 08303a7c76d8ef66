import { createManifest } from '../adapters/slack/manifest.js';
import { EXIT, type ExitCode, type Io, writeLine } from './io.js';

/** Options of `herald slack manifest`. */
export interface ManifestOptions {
  /** Public https address of Herald; Socket Mode without. */
  readonly http?: string;
}

/** `herald slack manifest`: prints the manifest to create the Slack app from. */
export async function slackManifestCommand(
  { http }: ManifestOptions,
  io: Pick<Io, 'stdout' | 'stderr'>,
): Promise<ExitCode> {
  if (http !== undefined && !(URL.canParse(http) && new URL(http).protocol === 'https:')) {
    await writeLine(
      io.stderr,
      `"${http}" is not an https address. Slack sends requests only to https://…; give the address that reaches Herald's port.`,
    );
    return EXIT.usage;
  }
  const manifest = createManifest(http === undefined ? undefined : new URL(http));
  await writeLine(io.stdout, JSON.stringify(manifest, null, 2));
  return EXIT.ok;
}
