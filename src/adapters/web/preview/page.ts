import { renderDocument } from '../document.js';
import { type Html, html } from '../html.js';
import { drawDiscord } from './draw-discord.js';
import { drawSlack } from './draw-slack.js';

/** A platform whose replies can be drawn. */
export type Platform = 'slack' | 'discord';

const NAMES: Readonly<Record<Platform, string>> = { slack: 'Slack', discord: 'Discord' };

/** What the preview shows: a question, and the replies as the platforms get them. */
export interface Preview {
  readonly question: string;
  readonly replies: readonly { readonly platform: Platform; readonly payload: unknown }[];
}

/** A question asked, and Herald's reply, as a platform would show the two. */
export function drawChat(platform: Platform, question: string, payload: unknown): Html {
  const reply = platform === 'slack' ? drawSlack(payload) : drawDiscord(payload);
  const message = (who: string, name: string, body: Html, badge?: Html) =>
    html`<div class="message"><span class="face ${who}" aria-hidden="true">${name.slice(0, 1)}</span><div><p class="who"><b>${name}</b>${badge} <span class="time">11:42</span></p>${body}</div></div>`;
  return html`<div class="chat ${platform}">${message('asker', 'Asker', html`<p>${question}</p>`)}${message('herald', 'Herald', reply, html` <i>APP</i>`)}</div>`;
}

/** The page that previews replies, with `suggestions` to begin with. */
export function renderPreviewPage(
  { question, replies }: Preview,
  suggestions: readonly string[],
  nav: Html,
): string {
  return renderDocument({
    language: 'en',
    title: question === '' ? 'Preview' : `${question.slice(0, 100)} – Preview`,
    styles: ['preview.css'],
    hidden: true,
    body: html`${nav}
<main class="wide">
<header class="masthead"><h1>As Slack and Discord show it</h1><p class="source">Drawn from the very payloads that Herald would send. Nothing is sent, and nothing is recorded.</p></header>
<form class="ask" role="search" method="get" action="/preview"><label for="q">Question</label><div class="row"><input id="q" name="q" type="text" required maxlength="2000" autocomplete="off" value="${question}"><button>Preview</button></div></form>
${
  replies.length === 0 &&
  html`<div class="tries"><p id="tries">Try</p><ul aria-labelledby="tries">${suggestions.map(
    (one) =>
      html`<li><a href="/preview?${new URLSearchParams({ q: one }).toString()}">${one}</a></li>`,
  )}</ul></div>`
}
<div class="chats">${replies.map(
      ({ platform, payload }) =>
        html`<section aria-labelledby="${platform}"><h2 id="${platform}">${NAMES[platform]}</h2>${drawChat(platform, question, payload)}<details><summary>The payload</summary><pre tabindex="0" aria-label="The payload for ${NAMES[platform]}">${JSON.stringify(payload, undefined, 2)}</pre></details></section>`,
    )}</div>
</main>`,
  });
}
