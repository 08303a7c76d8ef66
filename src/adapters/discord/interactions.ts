import { ApplicationCommandType, InteractionResponseType, InteractionType } from 'discord.js';
import * as v from 'valibot';
import type { Answer } from '../../bot/answer.js';
import type { Question } from '../../bot/question.js';
import {
  changeAnnouncement,
  changeSettings,
  choicesOfAnnouncements,
  showAnnouncements,
} from './channel-commands.js';
import { NAMES } from './commands.js';
import { keepShown } from './corrections.js';
import {
  answerLater,
  askingOf,
  type Desk,
  previewIn,
  questionIn,
  say,
  type Visit,
  visitOf,
} from './desk.js';
import { plainWords } from './escape.js';
import { UnansweredError } from './faults.js';
import { createInbox, type Inbox, type Turn } from './inbox.js';
import { abridge, LIMITS } from './limits.js';
import { reload, report } from './operators.js';
import type { Pace } from './pace.js';
import {
  answerableSchema,
  type InteractionPayload,
  interactionSchema,
  type PayloadOf,
} from './payloads.js';
import { answerPress, takeForm } from './presses.js';
import {
  isDirect,
  mayShow,
  readAsker,
  readFocused,
  readOption,
  readTarget,
  readWhere,
} from './questions.js';
import { renderAnswer, renderWords } from './render.js';
import type { ChannelSetting } from './settings.js';

type Command = PayloadOf<InteractionType.ApplicationCommand>;

/** Answers interactions, each once. */
export interface InteractionHandler extends Pick<Inbox<InteractionPayload>, 'resume' | 'stop'> {
  /** Resolves, once the store has the interaction, to the job that answers it; `undefined` where that is another's. */
  accept(received: unknown): Promise<(() => Promise<void>) | undefined>;
  /** Says that something went wrong, to whoever waits for a response. */
  apologize(received: unknown): Promise<void>;
}

/** Begins the keys of interactions in the store. */
const PREFIX = 'discord-interaction ';

/** A handler by which whoever was told that a reply is coming gets one, from the next Herald where this one dies. */
export function createInteractionHandler(desk: Desk, pace: Pace): InteractionHandler {
  const { calls, log, store } = desk;
  const work = async (payload: InteractionPayload, turn: Turn, acceptedAt: number) => {
    const since = performance.now() - (Date.now() - acceptedAt);
    const asking = askingOf(payload, since, turn === 'again');
    if (turn === 'late') log.warn({}, 'an interaction ended before its reply could be sent');
    // Where no reply was promised, Discord itself has said that nobody responds, or all is said.
    else if (turn === 'first' || (await calls.isDeferred(asking.interaction)))
      await answer(desk, payload, since, turn === 'again').catch(async (error: unknown) => {
        if (error instanceof UnansweredError) throw error;
        log.error({ err: error }, 'an interaction could not be answered');
        await say(desk, asking, asking.words.failed);
      });
    return 'settled' as const;
  };
  const inbox = createInbox(
    { prefix: PREFIX, schema: interactionSchema, work, giveUpMs: pace.tokenMs },
    store,
    pace,
    log,
  );
  const apologize = async (received: unknown) => {
    const parsed = v.safeParse(answerableSchema, received);
    if (!parsed.success) return;
    const asking = askingOf(parsed.output, performance.now());
    await say(desk, asking, asking.words.failed);
  };
  return {
    resume: inbox.resume,
    stop: inbox.stop,
    apologize,
    accept: async (received) => {
      const since = performance.now();
      const parsed = v.safeParse(interactionSchema, received);
      if (!parsed.success) {
        const [issue] = parsed.issues;
        log.debug({ at: v.getDotPath(issue), reason: issue.message }, 'an unknown interaction');
        return () => apologize(received);
      }
      const payload = parsed.output;
      // Type-ahead changes nothing, so a second response to it is harmless, and it comes with every key.
      if (payload.type === InteractionType.ApplicationCommandAutocomplete)
        return () => complete(desk, visitOf(payload, since));
      return inbox.accept(payload.id, payload);
    },
  };
}

async function answer(
  desk: Desk,
  payload: InteractionPayload,
  since: number,
  deferred: boolean,
): Promise<void> {
  switch (payload.type) {
    case InteractionType.ApplicationCommand:
      return answerCommand(desk, visitOf(payload, since, deferred));
    case InteractionType.MessageComponent:
      return answerPress(desk, visitOf(payload, since, deferred));
    case InteractionType.ModalSubmit:
      return takeForm(desk, visitOf(payload, since, deferred));
  }
}

async function answerCommand(desk: Desk, visit: Visit<Command>): Promise<void> {
  const { data } = visit.payload;
  if (data.type === ApplicationCommandType.Message) {
    const text = readTarget(data, visit.payload.application_id);
    return text === '' ? say(desk, visit, visit.words.noText) : ask(desk, visit, text, {});
  }
  switch (data.name) {
    case NAMES.ask: {
      const text = readOption(data.options, NAMES.question);
      const isPublic = readOption(data.options, NAMES.public);
      const about = readOption(data.options, NAMES.askAbout);
      return ask(desk, visit, String(text ?? ''), {
        ...(isPublic === undefined ? {} : { public: !!isPublic }),
        ...(about === undefined ? {} : { announcement: String(about) }),
      });
    }
    case NAMES.forgetMe:
      await desk.loop.forgetMe(readAsker(visit.payload));
      return say(desk, visit, visit.words.forgotYou);
    case NAMES.myData:
      return sendData(desk, visit);
    case NAMES.announcement:
      return announcement(desk, visit, data.options[0]?.name);
    default:
      return help(desk, visit);
  }
}

async function ask(desk: Desk, visit: Visit, text: string, given: ChannelSetting): Promise<void> {
  const { payload, words } = visit;
  const kept = await desk.settings.of(readWhere(payload));
  const setting = { ...kept, ...given };
  const isForAll = mayShow(payload) && (setting.public ?? isDirect(payload));
  let shown: { readonly question: Question; readonly answer: Answer } | undefined;
  return answerLater(
    desk,
    visit,
    isForAll ? 'everyone' : 'asker',
    async () => {
      const preview = previewIn(desk, payload.channel_id, payload.channel?.parent_id);
      const question = questionIn(desk, text, { ...setting, preview }, payload.locale);
      const answer = await desk.loop.ask(question, readAsker(payload));
      shown = { question, answer };
      return renderAnswer(answer, { words, page: 0, shareable: !isForAll && mayShow(payload) });
    },
    async (sent) => {
      if (isForAll && shown) await keepShown(desk, payload, sent, { ...shown, shared: false });
    },
  );
}

/** Everything that is kept of whoever asks, as a file that only they see. */
async function sendData(desk: Desk, visit: Visit): Promise<void> {
  const person = readAsker(visit.payload);
  return answerLater(desk, visit, 'asker', async () => ({
    ...renderWords(visit.words.dataTitle),
    file: { name: 'herald-my-data.json', data: await desk.loop.myData(person) },
  }));
}

async function help(desk: Desk, visit: Visit): Promise<void> {
  const { words } = visit;
  const titles = desk.bot.announcements().map(({ title }) => `· ${abridge(title, 100)}`);
  return say(desk, visit, ...words.help, words.announcements, ...titles.slice(0, 5));
}

async function announcement(
  desk: Desk,
  visit: Visit<Command>,
  subcommand: string | undefined,
): Promise<void> {
  switch (subcommand) {
    case NAMES.set:
      return changeAnnouncement(desk, visit);
    case NAMES.settings:
      return changeSettings(desk, visit);
    case NAMES.report:
      return report(desk, visit);
    case NAMES.reload:
      return reload(desk, visit);
    default:
      return showAnnouncements(desk, visit);
  }
}

async function complete(
  { bot, calls }: Desk,
  { payload, interaction }: Visit<PayloadOf<InteractionType.ApplicationCommandAutocomplete>>,
): Promise<void> {
  const focused = readFocused(payload.data.options);
  const typed = String(focused?.value ?? '');
  const choices =
    payload.data.name === NAMES.announcement || focused?.name === NAMES.askAbout
      ? choicesOfAnnouncements(bot, typed)
      : bot.complete(typed, LIMITS.choices).map((text) => ({ name: text, value: text }));
  await calls.respond(interaction, {
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: {
      choices: choices
        .filter(({ value }) => value.length > 0 && value.length <= LIMITS.choice)
        .slice(0, LIMITS.choices)
        .map(({ name, value }) => ({ name: abridge(plainWords(name), LIMITS.choice), value })),
    },
  });
}
