/** The icon of the pages, as SVG: a quotation mark. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f4e79"/><path fill="#fff" d="M8 21v-5q0-6 6-8l1 2q-3 1.500-3 4h3v7zm10 0v-5q0-6 6-8l1 2q-3 1.500-3 4h3v7z"/></svg>';
