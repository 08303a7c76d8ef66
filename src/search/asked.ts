/** The kinds of thing that a question can ask for and a passage can hold. */
export type Kind = 'quantity' | 'time' | 'name' | 'place' | 'cause' | 'gist';

/** The kinds that one question asks for, or one passage holds. */
export type Asked = ReadonlySet<Kind>;

const QUESTIONS: readonly (readonly [Kind, RegExp])[] = [
  [
    'quantity',
    /\bhow\s+(?:many|much|big|large|long|far|often|high|fast|old|expensive)\b|\b(?:number|amount|price|cost|costs|percent|percentage|share|size|total|figure|fee|salary|budget)\b|%/i,
  ],
  [
    'time',
    /\bwhen\b|\b(?:what|which|whats)\s+(?:date|day|year|month|time|quarter|week)\b|\bhow\s+(?:long|soon)\b|\b(?:date|deadline|timeline|until|since)\b/i,
  ],
  [
    'name',
    /\b(?:who|whom|whose|whos)\b|\b(?:what|which|whats|wich)\s+(?:\w+\s+)?(?:company|companies|firm|firms|person|people|country|countries|partner|partners|brand|brands|team|rivals?|competitors?|products?|services?|tools?|names?)\b/i,
  ],
  [
    'place',
    /\bwhere\b|\b(?:what|which)\s+(?:place|city|country|region|site|state|location)s?\b|\blocation\b/i,
  ],
  [
    'gist',
    /\b(?:gist|tl;?dr|summary|summar(?:y|ize|ise)|overview|nutshell|takeaways?|highlights|headlines?|bottom line|short version|main points?|key points?|big (?:news|picture|deal)|(?:the|this|whats|what is) news|whats new|what happened|whats happening|what (?:was|is|got|did they) announced?|whats? (?:is )?(?:this|it|that) (?:all )?about|in short|in brief|in a few words)\b/i,
  ],
  ['cause', /\bwhy\b|\bhow\s+come\b|\b(?:reason|reasons|cause|caused|purpose|what\s+for)\b/i],
];

/** What a section with the gist of a document is called. */
const GIST_HEADING =
  /\b(?:summary|in short|in brief|overview|conclusion|bottom line|tl;?dr|at a glance|key points?|highlights|the announcement|the news|introduction|what happened|in a nutshell)\b/i;

const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december';
const PASSAGES: readonly (readonly [Kind, RegExp])[] = [
  [
    'quantity',
    /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?|millions?|billions?|dozens?|tens|half|third|quarter|percent|per cent|double|twice)\b/i,
  ],
  [
    'time',
    new RegExp(
      `\\b(?:1[89]|20)\\d\\d\\b|\\b(?:${MONTHS})\\b|\\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\\b|\\b(?:today|tomorrow|yesterday|tonight|spring|summer|autumn|winter|months?|weeks?|days?|years?|decades?|hours?|minutes?|morning|evening|noon|midnight|deadline)\\b`,
      'i',
    ),
  ],
  ['name', /[\p{L}\p{N},;:]\s+\p{Lu}\p{Ll}+/u],
  [
    'place',
    /\b(?:in|at|near|from|to|across|outside)\s+(?:the\s+)?\p{Lu}\p{L}+|\b(?:city|country|region|north|south|east|west|coast|street|campus|site|headquarters|offices?|local|global|worldwide)\b/iu,
  ],
  [
    'cause',
    /\b(?:because|since|therefore|thus|due|reasons?|why|so that|in order|as a result|owing|allows?|means|aims?|to)\b/i,
  ],
];

/** The kinds of thing that a question asks for, by its question words. */
export function readAsked(question: string): Asked {
  return kindsIn(QUESTIONS, question.replace(/['’ʼ]/g, ''));
}

/** The kinds of thing that a passage or sentence holds by its own words. */
export function readHeld(text: string): Asked {
  return kindsIn(PASSAGES, text);
}

/** Whether a passage is where a reader looks for the gist: the opening, the end, or a section named for it. */
export function isGist(passage: {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly section: string;
}): boolean {
  return passage.isFirst || passage.isLast || GIST_HEADING.test(passage.section);
}

/** Every kind, in a fixed order. */
export const KINDS: readonly Kind[] = QUESTIONS.map(([kind]) => kind);

function kindsIn(rules: readonly (readonly [Kind, RegExp])[], text: string): Asked {
  return new Set(rules.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind));
}
