import type { types } from '@slack/bolt';
import type { Digest } from '../../loop/digest.js';
import type { QuestionGroup } from '../../loop/report.js';
import type { Adapter } from '../adapter.js';
import { ACTIONS } from './controls.js';
import { type Desk, post } from './desk.js';
import { escapeMrkdwn, toWellFormed } from './escape.js';
import { abridge, LIMITS, type SlackMessage } from './limits.js';
import { plainLine, plainText } from './quote.js';

/** What people wanted to know in some time. */
export type Asked = Pick<
  Digest,
  'questions' | 'people' | 'outcomes' | 'helpful' | 'notHelpful' | 'groups'
>;

const MAX_GROUPS = 10;
const MAX_QUESTION = 300;

/** Slack's way to post the weekly digest: in the one workspace whose channel it is. */
export function createPostDigest(
  desk: Desk,
  owners: () => Promise<readonly string[]>,
): NonNullable<Adapter['postDigest']> {
  return async (channel, digest) => {
    const message = renderDigest(digest);
    for (const owner of await owners()) {
      const client = await desk.clientOf(owner);
      if (client === undefined) continue;
      const posted = await desk.queues.run(channel, () =>
        post(desk, client, { channel }, [message]),
      );
      if (posted.length > 0) return;
    }
    desk.log.error(
      { channel, fix: 'Invite Herald to the channel of DIGEST_CHANNEL.' },
      'the digest could not be posted',
    );
  };
}

/** The digest as a message. */
export function renderDigest({ since, until, ...asked }: Digest): SlackMessage {
  const title = `What people asked, ${dayOf(since)} to ${dayOf(until)}`;
  return {
    text: escapeMrkdwn(title),
    blocks: [{ type: 'header', text: plainText(title) }, ...askedBlocks(asked)],
  };
}

/** How much was asked, and each group of questions that went unanswered or did not help, with a way to teach. */
export function askedBlocks({
  questions,
  people,
  outcomes,
  helpful,
  notHelpful,
  groups,
}: Asked): types.KnownBlock[] {
  const { answer = 0, closest = 0, 'not-covered': missing = 0 } = outcomes;
  const facts = [
    `${counted(questions, 'question')} by ${counted(people, 'person', 'people')}`,
    `${answer} answered, ${closest} with the closest passages, ${missing} not in the announcement`,
    `${helpful} helpful, ${notHelpful} not helpful`,
  ];
  const gaps = groups.filter(isGap).slice(0, MAX_GROUPS);
  return [
    { type: 'context', elements: [plainText(facts.join(' · '))] },
    ...(gaps.length === 0
      ? [richText('Nothing went unanswered.')]
      : gaps.flatMap((group) => groupBlocks(group))),
  ];
}

function groupBlocks({ sample, answer, count, outcome, notHelpful }: QuestionGroup) {
  const why = outcome === 'not-covered' ? 'not in the announcement' : `${notHelpful} not helpful`;
  const asked = abridge(toWellFormed(sample), MAX_QUESTION);
  const blocks: types.KnownBlock[] = [
    richText(`“${asked}” · asked ${counted(count, 'time')}, ${why}`),
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: ACTIONS.teach, text: plainText('Teach'), value: answer },
      ],
    },
  ];
  return blocks;
}

function isGap({ outcome, notHelpful }: QuestionGroup): boolean {
  return outcome === 'not-covered' || notHelpful > 0;
}

function richText(text: string): types.RichTextBlock {
  return { type: 'rich_text', elements: [plainLine(abridge(text, LIMITS.richText))] };
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
