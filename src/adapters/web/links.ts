/** What an address of the page may ask for besides the announcement. */
export interface Asked {
  readonly question?: string;
  /** Page of the excerpts, from 0. */
  readonly page?: number;
}

/** The address of an announcement, or of an answer from it. */
export function linkToAnnouncement(id: string, { question, page = 0 }: Asked = {}): string {
  const path = `/a/${encodeURIComponent(id)}`;
  if (question === undefined) return path;
  const query = new URLSearchParams({ q: question, ...(page > 0 ? { page: String(page) } : {}) });
  return `${path}?${query}`;
}

/** The address of a passage. */
export function linkToPassage(announcement: string, passage: number): string {
  return `${linkToAnnouncement(announcement)}#p${passage}`;
}

/** A web address as it may stand behind a link, or `undefined` for what is none. */
export function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
