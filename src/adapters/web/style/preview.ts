/** The style of messages drawn as Slack and Discord show them. */
export const PREVIEW_STYLE = `
.chats { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem; margin-top: 1.6rem; align-items: start; }
.chats h2 { font-size: 1rem; margin: 0 0 .5rem; }
.chats details { margin-top: .6rem; font-size: .875rem; } .chats summary { cursor: pointer; padding: .2rem 0; }
.chats pre { overflow: auto; max-height: 24rem; padding: .8rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; font-size: .8125rem; }
.chat { font: 15px/1.46 Lato, Inter, "Segoe UI", "Liberation Sans", sans-serif; padding: 1.3rem 1.4rem .4rem; border-radius: .75rem; border: 1px solid var(--line); color: var(--c-ink); background: var(--c-back); overflow-wrap: anywhere; }
.chat .message { display: flex; gap: 12px; margin-bottom: 18px; }
.chat .message > div { flex: 1; min-width: 0; }
.chat .face { flex: none; width: 38px; height: 38px; border-radius: var(--c-round); color: #fff; font-weight: 700; text-align: center; line-height: 38px; background: #6f5796; }
.chat .face.herald { background: #1f4e79; }
.chat p { margin: 2px 0 6px; }
.chat .who { display: flex; gap: 8px; align-items: baseline; margin: 0 0 2px; }
.chat i { font: 600 10px/1.4 Inter, sans-serif; padding: 2px 4px; border-radius: 3px; background: var(--c-badge); color: var(--c-badge-ink); }
.chat .time, .chat .context { color: var(--c-faint); font-size: 12.5px; }
.chat .context { margin: 6px 0; }
.chat hr { border: 0; border-top: 1px solid var(--c-edge); margin: 10px 0; }
.chat blockquote { border-left: 4px solid var(--c-bar); padding: 1px 0 1px 12px; margin: 4px 0; font: inherit; }
.chat .row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.chat .section { display: flex; gap: 12px; align-items: start; justify-content: space-between; }
.chat .button { flex: none; max-width: 100%; border: 1px solid var(--c-edge); background: var(--c-button); border-radius: 8px; padding: 4px 12px; font-size: 13.5px; font-weight: 600; }
.chat .container { border: 1px solid var(--c-edge); border-radius: 8px; padding: 12px 14px; background: var(--c-box); }
.slack { --c-round: 8px; --c-ink: #1d1c1d; --c-back: #fff; --c-faint: #616061; --c-bar: #ddd; --c-edge: #c9c9c9; --c-button: #fff; --c-badge: #e8e8e8; --c-badge-ink: #5b5a5b; }
.discord { --c-round: 50%; --c-ink: #2e3035; --c-back: #fff; --c-faint: #5c5e66; --c-bar: #c4c9ce; --c-edge: #dcdce0; --c-button: #eceef1; --c-box: #fbfbfb; --c-badge: #5059d8; --c-badge-ink: #fff; }
@media (prefers-color-scheme: dark) {
  .slack { --c-ink: #d1d2d3; --c-back: #1a1d21; --c-faint: #9a9b9e; --c-bar: #4a4d52; --c-edge: #565856; --c-button: #1a1d21; --c-badge: #35373b; --c-badge-ink: #bababd; }
  .discord { --c-ink: #dcdde1; --c-back: #1a1a1e; --c-faint: #a0a1a7; --c-bar: #4e5058; --c-edge: #33343a; --c-button: #2c2d32; --c-box: #242429; }
}
`;
