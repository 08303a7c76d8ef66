import type { InteractionType } from 'discord.js';
import type { AnnouncementCard, Bot } from '../../bot/bot.js';
import { NAMES } from './commands.js';
import { type Desk, say, type Visit } from './desk.js';
import { abridge } from './limits.js';
import type { PayloadOf } from './payloads.js';
import { mayManage, readOption } from './questions.js';
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
  const { announcement: _, ...others } = await settingOf(desk, visit);
  await keep(desk, visit, { ...others, ...(card === undefined ? {} : { announcement: card.id }) });
  return say(
    desk,
    visit,
    card === undefined ? words.asksAll : words.asksOne(abridge(card.title, MAX_TITLE)),
  );
}

/** `/announcement settings`: shows how replies are shown in this channel, and changes what is given. */
export async function changeSettings(desk: Desk, visit: Command): Promise<void> {
  const { payload, words } = visit;
  if (!mayManage(payload)) return say(desk, visit, words.onlyManagers);
  const before = await settingOf(desk, visit);
  const given = optionOf(visit, NAMES.public);
  const setting = typeof given === 'boolean' ? { ...before, public: given } : before;
  if (setting !== before) await keep(desk, visit, setting);
  const card = desk.bot.announcements().find(({ id }) => id === setting.announcement);
  return say(
    desk,
    visit,
    setting.public ? words.repliesPublic : words.repliesPrivate,
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
  return settings.of(payload.channel_id, payload.channel?.parent_id);
}

async function keep({ settings }: Desk, { payload }: Command, setting: ChannelSetting) {
  if (payload.channel_id !== undefined) await settings.set(payload.channel_id, setting);
}

function optionOf({ payload: { data } }: Command, name: string) {
  return 'options' in data ? readOption(data.options, name) : undefined;
}
