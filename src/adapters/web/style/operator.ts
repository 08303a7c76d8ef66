/** The style of the operator's page. */
export const OPERATOR_STYLE = `
:root { --h1: #fff3d6; --h2: #ffe6ac; --h3: #ffd583; --h4: #ffc057; --on-h: #1d1f23; --track: #e6e3da; --fill: #b26a00; --c-answer: #2c6e49; --c-closest: #b26a00; --c-none: #a33a4a; }
@media (prefers-color-scheme: dark) {
  :root { --h1: #33290f; --h2: #4b3a0f; --h3: #65490a; --h4: #7d5904; --on-h: #fff6dd; --track: #343840; --fill: #e0a13c; --c-answer: #7fc89b; --c-closest: #e0b25c; --c-none: #e79aa6; }
}
main.wide { max-width: 82rem; }
.top { max-width: 82rem; }
.operator .masthead { padding: .6rem 0 .8rem; } .operator .masthead h1 { font-size: 1.5rem; max-width: none; }
.said { padding: .6rem .9rem; border-radius: .5rem; border: 1px solid var(--good); color: var(--good); margin: 0 0 1rem; }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; font-size: .925rem; }
.filters label { display: grid; gap: .2rem; color: var(--soft); } .filters select { color: var(--ink); max-width: min(22rem, 80vw); }
.filters a { padding: .65rem 0; }
.live { padding: .65rem 0; color: var(--good); font-weight: 600; } .live::before { content: "●\\00a0"; }
.tiles { display: flex; flex-wrap: wrap; gap: .3rem 2.4rem; margin: 1.3rem 0 .4rem; }
.tiles div { display: flex; flex-direction: column-reverse; } .tiles dt { color: var(--soft); font-size: .875rem; } .tiles dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.columns { display: grid; gap: 1rem 3rem; grid-template-columns: minmax(0, 1fr); margin-top: 1.4rem; }
.operator .text { font-size: 1.0625rem; line-height: 1.6; padding-left: 0; max-width: 48rem; }
.operator .text h2 { font-size: 1.25rem; margin: 1.6rem 0 .5rem; } .operator .text h3 { font-size: 1.1rem; margin: 1.3rem 0 .4rem; }
.heat { display: grid; grid-template-columns: 7.2rem minmax(0, 1fr); gap: .9rem; padding: .3rem .5rem; margin: 0 -.5rem .45rem; border-radius: .5rem; }
.heat.chosen { background: var(--card); box-shadow: 0 0 0 1px var(--accent); }
.margin { display: flex; flex-wrap: wrap; gap: .1rem .5rem; align-content: start; font: .8125rem/1.5 var(--sans); color: var(--ink); text-decoration: none; text-align: left; padding: .15rem 0; }
.margin:hover .number { text-decoration: underline; }
.number { color: var(--soft); } .asked-times { font-weight: 600; font-variant-numeric: tabular-nums; } .cold .asked-times { font-weight: 400; color: var(--soft); }
.votes { flex-basis: 100%; } .good { color: var(--good); } .bad { color: var(--none); }
.bar { display: block; margin: .2rem 0; } .bar rect { fill: var(--fill); } .bar .track { fill: var(--track); }
.s { border-radius: .15em; color: var(--on-h); padding: .06em .1em; margin: 0 -.1em; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.h1 { background: var(--h1); } .h2 { background: var(--h2); } .h3 { background: var(--h3); } .h4 { background: var(--h4); }
.note { color: var(--soft); font-size: .925rem; margin: .4rem 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.1rem; margin-bottom: 1rem; }
.card h2, .charts h2, #lessons h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
.asked-list, .lessons { list-style: none; margin: 0; padding: 0; } .asked-list li { padding: .45rem 0; border-top: 1px solid var(--line); }
.question { overflow-wrap: anywhere; unicode-bidi: plaintext; font-weight: 500; } .facts { display: block; color: var(--soft); font-size: .875rem; }
.outcome.answer { color: var(--c-answer); } .outcome.closest { color: var(--warn); } .outcome.not-covered { color: var(--none); }
.outcome { border: 0; padding: 0; margin: 0; background: none; }
.gap { border-top: 1px solid var(--line); padding: .2rem 0; } .gap summary { cursor: pointer; padding: .4rem 0; } .gap summary .facts { display: inline; margin-left: .3rem; }
.act { display: grid; gap: .35rem; padding: .6rem 0 .9rem; font-size: .925rem; } .act label { color: var(--soft); } .act select, .act input, .act textarea { width: 100%; }
.act button { justify-self: start; min-height: 2.25rem; } .gap .act + .act { border-top: 1px dashed var(--line); }
.lessons li { display: flex; gap: 1rem; justify-content: space-between; align-items: start; padding: .5rem 0; border-top: 1px solid var(--line); } .lessons .act { padding: 0; }
.quiet { background: transparent; color: var(--accent); } .lessons q { color: var(--soft); }
.charts, #lessons { margin-top: 2.2rem; } #lessons { max-width: 60rem; }
.chart-row { display: grid; gap: 1rem 2.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); margin-bottom: 1.2rem; }
.chart { margin: 0; min-width: 0; } .chart figcaption, .shares caption { font-weight: 600; font-size: .925rem; text-align: left; margin-bottom: .3rem; }
.chart summary { cursor: pointer; font-size: .875rem; color: var(--soft); padding: .2rem 0; }
.plot { min-height: 13.5rem; } html:not(.scripted) .plot { display: none; }
.scroll { overflow: auto; max-height: 16rem; } .chart table, .shares { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
.chart th, .chart td, .shares th, .shares td { padding: .2rem .7rem .2rem 0; text-align: left; font-weight: 400; } .chart td, .shares td:nth-child(n+3) { text-align: right; } .shares { align-self: start; } .shares th { overflow-wrap: anywhere; }
.u-legend { font-size: .8125rem; } .u-legend .u-value { font-variant-numeric: tabular-nums; }
@media (min-width: 62rem) { .columns { grid-template-columns: minmax(0, 1fr) minmax(20rem, 26rem); } .columns .aside { position: static; } }
@media (max-width: 40rem) { .heat { grid-template-columns: minmax(0, 1fr); gap: .1rem; } }
`;
