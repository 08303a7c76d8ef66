import type { App, InstallationStore } from '@slack/bolt';
import * as v from 'valibot';
import type { Store } from '../../store/store.js';
import type { AdapterContext } from '../adapter.js';
import { type InstalledIn, ownerNamed, ownerOf } from './owner.js';

const INSTALLATION = ' installation';

const keptSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ installation: v.looseObject({}), installedAt: v.number() }),
);

/** Installations of the app, one a workspace or organisation, in the store. */
export function createInstallationStore(store: Store): InstallationStore {
  return {
    storeInstallation: async (installation) => {
      const key = keyOf({
        isEnterpriseInstall: installation.isEnterpriseInstall ?? false,
        enterpriseId: installation.enterprise?.id,
        teamId: installation.team?.id,
      });
      const value = { installation, installedAt: Date.now() };
      await store.put('installation', key, JSON.stringify(value));
    },
    fetchInstallation: async ({ isEnterpriseInstall, enterpriseId, teamId }) => {
      const key = keyOf({ isEnterpriseInstall, enterpriseId, teamId });
      const parsed = v.safeParse(keptSchema, await store.get('installation', key));
      if (!parsed.success)
        throw new Error(
          `not installed in ${ownerOf({ isEnterpriseInstall, enterpriseId, teamId })}`,
        );
      // What the SDK gave to be stored; its type depends on the kind of installation that it asks for.
      return parsed.output.installation as never;
    },
    deleteInstallation: async ({ isEnterpriseInstall, enterpriseId, teamId }) => {
      await store.remove('installation', keyOf({ isEnterpriseInstall, enterpriseId, teamId }));
    },
  };
}

/** Everywhere that Herald is installed; see `ownerOf`. */
export async function listOwners(store: Store): Promise<readonly string[]> {
  const items = await store.list('installation', ownerNamed(''));
  return items.map(({ key }) => key.slice(0, -INSTALLATION.length));
}

const goneSchema = v.object({
  event_time: v.optional(v.number(), 0),
  team_id: v.nullish(v.string()),
  enterprise_id: v.nullish(v.string()),
  is_enterprise_install: v.optional(v.boolean(), false),
  event: v.object({
    type: v.string(),
    tokens: v.optional(v.object({ bot: v.optional(v.array(v.string()), []) })),
  }),
});

/**
 * Registers what ends an installation, and forgets all that was remembered of the place. Slack sends `app_uninstalled` and `tokens_revoked` in either order,
 * and may send them after the app was installed anew; an installation younger than the event stays.
 */
export function registerUninstall(app: App, { store, loop, log }: AdapterContext): void {
  const remove = async (body: unknown) => {
    const parsed = v.safeParse(goneSchema, body);
    if (!parsed.success) return;
    const { event, event_time, team_id, enterprise_id, is_enterprise_install } = parsed.output;
    // People may revoke tokens of their own; Herald has only the bot's.
    if (event.type === 'tokens_revoked' && (event.tokens?.bot.length ?? 0) === 0) return;
    const owner = {
      isEnterpriseInstall: is_enterprise_install,
      enterpriseId: enterprise_id ?? undefined,
      teamId: team_id ?? undefined,
    };
    const key = keyOf(owner);
    const known = v.safeParse(keptSchema, await store.get('installation', key));
    if (known.success && Math.floor(known.output.installedAt / 1_000) > event_time) return;
    // With the space: no workspace's id begins with another's and a space.
    await loop.forgetPlaces(`${ownerOf(owner)} `);
    log.warn(
      { event: event.type, fix: 'Install the app again to let it answer there.' },
      'Herald was removed from a workspace',
    );
  };
  app.event('app_uninstalled', ({ body }) => remove(body));
  app.event('tokens_revoked', ({ body }) => remove(body));
}

function keyOf(installed: InstalledIn): string {
  return `${ownerOf(installed)}${INSTALLATION}`;
}
