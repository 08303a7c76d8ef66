/** The words of Herald that only Discord shows, in one language. */
export interface Words {
  /** BCP 47 tag of the language. */
  readonly tag: string;
  readonly commands: CommandWords;
  readonly more: (count: number) => string;
  readonly around: string;
  readonly share: string;
  readonly askPerson: string;
  readonly helpful: string;
  readonly notHelpful: string;
  readonly follow: string;
  readonly following: string;
  readonly cannotFollow: string;
  readonly forgotYou: string;
  readonly dataTitle: string;
  readonly inContext: string;
  readonly asked: (name: string) => string;
  readonly thanks: string;
  readonly counted: string;
  readonly shared: string;
  readonly alreadyShared: string;
  /** In reply to Share, where Herald may not write. */
  readonly mayNotShow: string;
  readonly widest: string;
  readonly changed: string;
  readonly forgotten: string;
  readonly failed: string;
  /** In reply to a question that could not be answered for long. */
  readonly late: string;
  readonly unreadable: string;
  readonly noText: string;
  readonly reasonTitle: string;
  readonly reasonLabel: string;
  readonly reasonHint: string;
  readonly help: readonly string[];
  readonly announcements: string;
  readonly asksAll: string;
  readonly asksOne: (title: string) => string;
  readonly repliesPrivate: string;
  readonly repliesPublic: string;
  readonly inThreads: string;
  readonly notInThreads: string;
  readonly threadsNeed: string;
  /** Comes before what holds in the channel. */
  readonly setEverywhere: string;
  readonly onlyManagers: string;
  readonly unknownAnnouncement: string;
}

/** Names (lower case, at most 32 characters) and descriptions (at most 100) of the commands. */
export interface CommandWords {
  readonly ask: string;
  readonly askWhat: string;
  readonly question: string;
  readonly questionWhat: string;
  readonly public: string;
  readonly publicWhat: string;
  readonly askAbout: string;
  readonly askAboutWhat: string;
  readonly forgetMe: string;
  readonly forgetMeWhat: string;
  readonly myData: string;
  readonly myDataWhat: string;
  readonly fromMessage: string;
  readonly help: string;
  readonly helpWhat: string;
  readonly announcement: string;
  readonly announcementWhat: string;
  readonly show: string;
  readonly showWhat: string;
  readonly set: string;
  readonly setWhat: string;
  readonly setTo: string;
  readonly setToWhat: string;
  readonly settings: string;
  readonly settingsWhat: string;
  readonly report: string;
  readonly reportWhat: string;
  readonly reload: string;
  readonly reloadWhat: string;
  readonly settingsPublicWhat: string;
  readonly threads: string;
  readonly threadsWhat: string;
  readonly everywhere: string;
  readonly everywhereWhat: string;
}
