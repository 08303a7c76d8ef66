const PREFIX = 'slack ';

/** Where Herald is installed: an organisation, for all of its workspaces, or one workspace. */
export interface InstalledIn {
  readonly isEnterpriseInstall?: boolean | undefined;
  readonly enterpriseId?: string | undefined;
  readonly teamId?: string | undefined;
}

/**
 * Names whose data something is: the organisation or else the workspace. Keys in the store begin with it
 * and a space, so that all of it can be forgotten at once.
 */
export function ownerOf({ isEnterpriseInstall, enterpriseId, teamId }: InstalledIn): string {
  return ownerNamed((isEnterpriseInstall ? enterpriseId : teamId) ?? '');
}

/** The owner whose id at Slack this is: `E…` of an organisation, `T…` of a workspace. */
export function ownerNamed(id: string): string {
  return `${PREFIX}${id}`;
}

/** The inverse of {@link ownerNamed}. */
export function ownerId(owner: string): string {
  return owner.slice(PREFIX.length);
}

/** What {@link ownerOf} named. */
export function installedIn(owner: string) {
  const id = ownerId(owner);
  const isEnterpriseInstall = id.startsWith('E');
  return {
    isEnterpriseInstall,
    enterpriseId: isEnterpriseInstall ? id : undefined,
    teamId: isEnterpriseInstall ? undefined : id,
  };
}
