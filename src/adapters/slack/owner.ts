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
  return `slack ${(isEnterpriseInstall ? enterpriseId : teamId) ?? ''}`;
}
