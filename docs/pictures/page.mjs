/** A page with a message asked and Herald's reply, in the colours of a platform, light and dark side by side. */
export function page(platform, question, reply) {
  const pane = (theme) => `<section class="${platform} ${theme}">
    ${message('asker', 'Asker', '11:42', `<p>${escapeHtml(question)}</p>`)}
    ${message('herald', 'Herald', '11:42', reply)}
  </section>`;
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${pane('light')}${pane('dark')}`;
}

/** Text with everything that HTML would obey written out. */
export function escapeHtml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function message(who, name, time, body) {
  const badge = who === 'herald' ? '<i>APP</i>' : '';
  return `<article><span class="face ${who}">${name[0]}</span><div><header><b>${name}</b>${badge}<time>${time}</time></header>${body}</div></article>`;
}

const STYLE = `
* { box-sizing: border-box; margin: 0 }
body { display: flex; font: 15px/1.46 Inter, "Liberation Sans", sans-serif; width: 1280px }
section { width: 640px; padding: 22px 24px; color: var(--ink); background: var(--back) }
article { display: flex; gap: 12px; margin-bottom: 18px }
article > div { flex: 1; min-width: 0 }
.face { flex: none; width: 38px; height: 38px; border-radius: var(--round); color: #fff; font-weight: 700; text-align: center; line-height: 38px; background: #8a6fb0 }
.face.herald { background: #1f4e79 }
header { display: flex; gap: 8px; align-items: baseline; margin-bottom: 2px }
header i { font: 600 10px Inter, sans-serif; padding: 2px 4px; border-radius: 3px; background: var(--badge); color: var(--badgeInk) }
time, .context { color: var(--faint); font-size: 12.5px }
.context { margin: 6px 0 }
p { margin: 2px 0 6px }
hr { border: 0; border-top: 1px solid var(--edge); margin: 10px 0 }
blockquote { border-left: 4px solid var(--bar); padding: 1px 0 1px 12px; margin: 4px 0 }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px }
.button { border: 1px solid var(--edge); background: var(--button); border-radius: var(--corner); padding: 4px 12px; font-size: 13.5px; font-weight: 600 }
.container { border: 1px solid var(--edge); border-radius: 8px; padding: 12px 14px; background: var(--box) }
.slack { --round: 8px; --corner: 8px }
.slack.light { --ink: #1d1c1d; --back: #fff; --faint: #616061; --bar: #ddd; --edge: #c9c9c9; --button: #fff; --badge: #e8e8e8; --badgeInk: #616061 }
.slack.dark { --ink: #d1d2d3; --back: #1a1d21; --faint: #9a9b9e; --bar: #4a4d52; --edge: #565856; --button: #1a1d21; --badge: #35373b; --badgeInk: #ababad }
.discord { --round: 50%; --corner: 8px }
.discord.light { --ink: #2e3035; --back: #fff; --faint: #5c5e66; --bar: #c4c9ce; --edge: #dcdce0; --button: #eceef1; --box: #fbfbfb; --badge: #5865f2; --badgeInk: #fff }
.discord.dark { --ink: #dcdde1; --back: #1a1a1e; --faint: #a0a1a7; --bar: #4e5058; --edge: #33343a; --button: #2c2d32; --box: #242429; --badge: #5865f2; --badgeInk: #fff }
`;
