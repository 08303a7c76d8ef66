/** Texts that become markup, or run, wherever something is not escaped; `MARK` is what running would set. */
export const MARK = 'heraldWasHere';

const RUN = `window.${MARK}=1`;

export const HOSTILE: readonly string[] = [
  `<script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `"><script>${RUN}</script>`,
  `'><img src=x onerror=${RUN}>`,
  `<img src=x onerror="${RUN}">`,
  `<svg/onload=${RUN}>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `" autofocus onfocus="${RUN}" x="`,
  `' autofocus onfocus='${RUN}' x='`,
  `\` onmouseover=\`${RUN}`,
  `<iframe srcdoc="<script>parent.${MARK}=1</script>"></iframe>`,
  `<a href="javascript:${RUN}">rivals</a>`,
  `javascript:${RUN}`,
  `</title><script>${RUN}</script>`,
  `</textarea><script>${RUN}</script>`,
  `--><script>${RUN}</script><!--`,
  `]]><script>${RUN}</script>`,
  `<style>@import 'javascript:${RUN}'</style>`,
  `<base href="https://evil.example/">`,
  `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  `<form action="https://evil.example/"><button>rivals</button></form>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `\u003cscript\u003e${RUN}\u003c/script\u003e`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `rivals\u202e<script>${RUN}</script>`,
  `rivals\u0000<script\u0000>${RUN}</script>`,
];

/** Those that an announcement can hold: no file with a NUL is one. */
export const HOSTILE_LINES: readonly string[] = HOSTILE.filter(
  (text) => !text.includes('\u0000'),
).map((text, index) => `${index} fair ${text}`);
