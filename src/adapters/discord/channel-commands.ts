import type { InteractionType } from 'discord.js';
import type { AnnouncementCard, Bot } from '../../bot/bot.js';
import { NAMES } from './commands.js';
import { type Desk, say, type Visit } from './desk.js';
import { abridge } from './limits.js';
import type { PayloadOf } from './payloads.js';
import { lackingAt, mayManage, readOption, readWhere } from './questions.js';
import type { ChannelSetting } from './settings.js';

type Command = Visit<PayloadOf<InteractionType.ApplicationCommand>>;

const MAX_SHOWN = 10;
const MAX_TITLE = 120;

/** `/announcement show`: what is asked in this channel. */
export async function showAnnouncements(desk: Desk, visit: Command): Promise<void> {
  const { payload, words } = visit;
  const { announcement } = await settingOf(desk, visit);
  const cards = desk.bot.announcements();
  const chosen = cards.filter(({ id }) => id === announcement);
  const shown = chosen.length > 0 && payload.channel_id !== undefined ? chosen : cards;
  return say(desk, visit, words.announcements, ...shown.slice(0, MAX_SHOWN).map(describe));
}

/** `/announcement set`: which announcement this channel asks. */
export async function changeAnnouncement(desk: Desk, visit: Command): Promise<void> {
  const { payload, words } = visit;
  if (!mayManage(payload)) return say(desk, visit, words.onlyManagers);
  const chosen = optionOf(visit, NAMES.setTo);
  const card = desk.bot.announcements().find(({ id }) => id === chosen);
  if (chosen !== undefined && card === undefined)
    return say(desk, visit, words.unknownAnnouncement);
  await desk.settings.change('channel', readWhere(payload), ({ announcement: _, ...others }) => ({
    ...others,
    ...(card === undefined ? {} : { announcement: card.id }),
  }));
  return say(
    desk,
    visit,
    card === undefined ? words.asksAll : words.asksOne(abridge(card.title, MAX_TITLE)),
  );
}

/** `/announcement settings`: shows how replies are shown in this channel, and changes what is given, here or in the whole server. */
export async function changeSettings(desk: Desk, visit: Command): Promise<void> {
  const { payload, words } = visit;
  if (!mayManage(payload)) return say(desk, visit, words.onlyManagers);
  const given = {
    ...switchOf(visit, 'public', NAMES.public),
    ...switchOf(visit, 'threads', NAMES.threads),
  };
  const isChange = Object.keys(given).length > 0;
  const isForServer = isChange && optionOf(visit, NAMES.everywhere) === true;
  if (isChange)
    await desk.settings.change(
      isForServer ? 'server' : 'channel',
      readWhere(payload),
      (before) => ({
        ...before,
        ...given,
      }),
    );
  const setting = await settingOf(desk, visit);
  const card = desk.bot.announcements().find(({ id }) => id === setting.announcement);
  return say(
    desk,
    visit,
    ...(isForServer ? [words.setEverywhere] : []),
    setting.public ? words.repliesPublic : words.repliesPrivate,
    setting.threads ? words.inThreads : words.notInThreads,
    ...(setting.threads && lackingAt(payload, 'open threads').length > 0
      ? [words.threadsNeed]
      : []),
    card === undefined ? words.asksAll : words.asksOne(abridge(card.title, MAX_TITLE)),
  );
}

/** The announcements whose title or id holds what was typed, as choices. */
export function choicesOfAnnouncements(
  bot: Bot,
  typed: string,
): readonly { readonly name: string; readonly value: string }[] {
  const sought = typed.toLowerCase();
  return bot
    .announcements()
    .filter(({ id, title }) => `${title} ${id}`.toLowerCase().includes(sought))
    .map(({ id, title }) => ({ name: title, value: id }));
}

function describe({ title, published, source, url }: AnnouncementCard): string {
  return [`· ${abridge(title, MAX_TITLE)}`, published, source, url]
    .flatMap((part) => part ?? [])
    .join(' · ');
}

function settingOf({ settings }: Desk, { payload }: Command): Promise<ChannelSetting> {
  return settings.of(readWhere(payload));
}

function switchOf(visit: Command, key: 'public' | 'threads', name: string): ChannelSetting {
  const given = optionOf(visit, name);
  return typeof given === 'boolean' ? { [key]: given } : {};
}

function optionOf({ payload: { data } }: Command, name: string) {
  return 'options' in data ? readOption(data.options, name) : undefined;
}
