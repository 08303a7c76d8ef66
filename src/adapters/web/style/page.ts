/** The style of every page; light and dark, from phones to wide screens, and print. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d1f23; --soft: #5a5f69; --line: #dfdcd3;
  --accent: #1f4e79; --on-accent: #ffffff; --mark: #ffe48f; --on-mark: #1d1f23; --bar: #c3a24a;
  --good: #2c6e49; --warn: #8a5a00; --none: #7a2e3a;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Charter, Georgia, "Noto Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171b; --card: #1d2026; --ink: #e6e3dc; --soft: #a4a8b0; --line: #343840;
    --accent: #8fc0ee; --on-accent: #10151b; --mark: #6b5310; --on-mark: #fff6d8; --bar: #b8963d;
    --good: #7fc89b; --warn: #e0b25c; --none: #e79aa6;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.5 var(--sans); color: var(--ink); background: var(--paper); scroll-padding-top: 1.5rem; text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body { margin: 0; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: .17rem solid var(--accent); outline-offset: .15rem; border-radius: .2rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.22; text-wrap: balance; }
button, input, select, textarea { font: inherit; color: inherit; }
button { min-height: 2.75rem; padding: .4rem 1.1rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
button:hover { filter: brightness(1.08); }
input, select, textarea { min-height: 2.75rem; padding: .4rem .8rem; border: 1px solid var(--soft); border-radius: .5rem; background: var(--card); }
mark { background: var(--mark); color: var(--on-mark); border-radius: .15em; padding: .06em .08em; margin: 0 -.08em; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 3; background: var(--card); padding: .6rem 1rem; }
.top, .foot, main { width: min(100% - 2.5rem, 70rem); margin-inline: auto; }
.top { display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; align-items: baseline; padding: 1.1rem 0 .9rem; font-size: .95rem; }
.brand { font-weight: 700; letter-spacing: .02em; text-decoration: none; }
.top nav { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; }
.foot { padding: 2.5rem 0 3rem; color: var(--soft); font-size: .875rem; }
.masthead { padding: 1.8rem 0 1.4rem; }
.masthead h1 { margin: 0; font: 600 clamp(1.75rem, 1.2rem + 2.4vw, 2.75rem)/1.14 var(--serif); letter-spacing: -.01em; max-width: 22em; }
.source { margin: 0 0 .6rem; color: var(--soft); font-size: .925rem; }
.source time::before { content: "· "; }

.reading { display: grid; grid-template-columns: minmax(0, 1fr); column-gap: clamp(2rem, 5vw, 4.5rem); }
.text { font: 1.1875rem/1.65 var(--serif); max-width: 41rem; hanging-punctuation: first; }
.text h2, .text h3, .text h4, .text h5, .text h6 { font-family: var(--serif); margin: 2.4rem 0 .7rem; font-size: 1.5rem; }
.text h3 { font-size: 1.3rem; } .text h4, .text h5, .text h6 { font-size: 1.15rem; }
.text > h2:first-child { margin-top: 0; }
.p { position: relative; margin: 0 0 1.05rem; scroll-margin-top: 1.5rem; }
.p p { margin: 0; overflow-wrap: break-word; unicode-bidi: plaintext; }
.n { font: .8125rem/1.5 var(--sans); color: var(--soft); text-decoration: none; font-variant-numeric: tabular-nums; white-space: nowrap; display: inline-block; min-width: 1.75rem; padding: .15rem 0; }
.n:hover { color: var(--accent); text-decoration: underline; }
.p:target { box-shadow: -.9rem 0 0 -.65rem var(--bar); }
.p:has(mark) .n, .p:target .n { color: var(--ink); font-weight: 700; }
article:focus { outline: none; }

.aside { margin-bottom: 2rem; }
.ask label { display: block; font-weight: 600; margin-bottom: .4rem; }
.ask .row { display: flex; gap: .5rem; position: relative; }
.ask input { flex: 1; min-width: 0; background: var(--card); }
.ask input::placeholder { color: var(--soft); opacity: 1; }
.options { position: absolute; z-index: 2; top: calc(100% + .3rem); left: 0; right: 0; margin: 0; padding: .3rem; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; box-shadow: 0 .6rem 1.8rem rgb(0 0 0 / .16); max-height: 18rem; overflow: auto; }
.options li { padding: .5rem .6rem; border-radius: .4rem; cursor: pointer; }
.options li[aria-selected=true], .options li:hover { background: var(--accent); color: var(--on-accent); }
.tries p { font-size: .875rem; font-weight: 600; color: var(--soft); margin: 1.2rem 0 .3rem; }
.tries ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
.tries a { display: inline-block; padding: .35rem .75rem; border: 1px solid var(--line); border-radius: 1.3rem; background: var(--card); text-decoration: none; font-size: .95rem; }
.tries a:hover { border-color: var(--accent); }

.answer { margin-top: 1.1rem; padding: 1.1rem 1.25rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; border-top: .25rem solid var(--tone, var(--soft)); }
.answer > h2 { margin: 0; font-size: .8125rem; letter-spacing: .06em; text-transform: uppercase; color: var(--tone); }
.answer.outcome-answer { --tone: var(--good); } .answer.outcome-closest { --tone: var(--warn); } .answer.outcome-not-covered { --tone: var(--none); }
.asked { margin: .35rem 0 .8rem; font-size: 1.125rem; font-weight: 600; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.lead { margin: 0 0 .6rem; color: var(--soft); overflow-wrap: anywhere; }
figure { margin: 0 0 1rem; }
blockquote { margin: 0; padding-left: .95rem; border-left: .2rem solid var(--bar); font: 1.0625rem/1.55 var(--serif); }
blockquote p { margin: 0 0 .4rem; overflow-wrap: break-word; unicode-bidi: plaintext; }
.place { margin: .5rem 0 0; font-size: .875rem; color: var(--soft); }
.statement { padding: .1rem 0 .5rem; } .statement p { margin: 0; }
.further, .permanent { margin: .8rem 0 0; font-size: .925rem; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
.further a, .permanent a { padding: .1rem 0; min-height: 1.5rem; }
.vote { margin-top: 1rem; padding-top: .7rem; border-top: 1px solid var(--line); font-size: .925rem; }
.vote fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
.vote legend { float: left; padding: 0; margin-right: .3rem; }
.vote button { min-height: 2rem; padding: .1rem .9rem; background: transparent; color: var(--accent); font-weight: 500; }
.vote button:hover { background: var(--accent); color: var(--on-accent); filter: none; }
.cards { list-style: none; margin: 0; padding: 0; }
.cards li { padding: 1rem 0; border-top: 1px solid var(--line); font-size: 1.15rem; }
.cards a { font-family: var(--serif); }
.wide { max-width: 70rem; } .ask { max-width: 45rem; }
.gate label { display: block; font-weight: 600; margin-bottom: .4rem; } .gate .row { display: flex; gap: .5rem; flex-wrap: wrap; } .gate input { flex: 1; min-width: 12rem; }
.top [aria-current] { color: var(--ink); text-decoration: none; font-weight: 600; }
.listing, .notice { max-width: 46rem; }
.notice h1 { font: 600 1.6rem/1.3 var(--serif); padding-top: 3rem; }

@media (min-width: 62rem) {
  .reading { grid-template-columns: minmax(0, 45rem) minmax(20rem, 25rem); }
  .reading .masthead { grid-column: 1 / -1; }
  .reading article { grid-column: 1; grid-row: 2; }
  .reading .aside { grid-column: 2; grid-row: 2; }
  .text { max-width: none; padding-left: 4rem; }
  .reading .masthead { padding-left: 4rem; }
  .n { position: absolute; left: -4rem; width: 3.2rem; text-align: right; top: .28rem; }
}
@media (min-width: 62rem) and (min-height: 34rem) {
  .reading .aside { position: sticky; top: 1.25rem; align-self: start; }
  .reading #answer-area { max-height: calc(100vh - 8.5rem); overflow: auto; }
}
@media (max-width: 40rem) {
  .text { font-size: 1.125rem; }
  .masthead { padding-top: .8rem; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --mark: #eee; --on-mark: #000; --accent: #000; }
  .ask, .tries, .vote, .further, .skip, .top, .foot, .permanent { display: none; }
  .reading { display: block; }
  .p, figure { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  mark { text-decoration: underline; }
}
@media (forced-colors: active) { mark { background: Mark; color: MarkText; } }
`;
