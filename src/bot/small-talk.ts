/** What a message without a question is. */
export type SmallTalk = 'greeting' | 'thanks' | 'who' | 'help' | 'bye' | 'chat';

const WHOM =
  '(?: (?:all|everyone|everybody|there|team|folks|guys|friends?|herald|bot|you|again|both|yall))*';
const SOFTENER = '(?:(?:hey|hi|hello|ok|okay|oh|well|so|please|pls|sorry|um|and|wait) )*';

/** Whole messages, in words without marks and capitals; a message with more in it is a question. */
const PATTERNS: readonly (readonly [SmallTalk, string])[] = [
  [
    'greeting',
    `(?:hi|hiya|hey+|hello|helo|hallo|howdy|yo|sup|greetings|gm|morning|good (?:morning|afternoon|evening|day|night)|whats up|how are you(?: doing)?(?: today)?|how is it going|hows it going|nice to meet you)${WHOM}`,
  ],
  [
    'thanks',
    `(?:(?:many |lots of )?(?:thanks|thank you|thankyou|thx|tnx|ty|tysm|cheers|merci|danke|gracias)(?: (?:a lot|a bunch|so much|very much|for (?:the|your) help|for that|man|mate|that helped|much appreciated))*|much appreciated|appreciated|appreciate it|you rock|youre (?:awesome|great|the best|amazing)|you are (?:awesome|great|the best|amazing)|(?:good|great|nice|well) (?:bot|job|one|work|done)|awesome|great|perfect|cool|nice|got it|makes sense|that helps|that helped)${WHOM}`,
  ],
  [
    'who',
    '(?:who|what) (?:are|r) (?:you|u|ya)(?: exactly)?|who is this|(?:are|r) (?:you|u) (?:a |an )?(?:bot|robot|human|person|real|ai|llm|chatbot|chatgpt|machine)(?: or (?:a )?(?:bot|robot|human|person))?|is this (?:a )?(?:bot|robot|human)|who (?:made|built|created) you|whats your name|what is your name|your name|what is herald|whats herald',
  ],
  [
    'help',
    'help(?: me)?(?: out)?|how (?:do|does|can) (?:i|you|this|it|u)(?: (?:use|work|ask))?(?: (?:this|it|you|the bot|herald|here))?|what (?:can|do) (?:you|u) do|what can i ask(?: you)?|how does this (?:work|bot work)|commands|menu|usage|instructions',
  ],
  [
    'bye',
    `(?:bye|goodbye|bye bye|cya|see (?:you|ya)(?: later| soon| tomorrow)?|later|good night|cu|ttyl|talk later)(?: for now)?${WHOM}`,
  ],
  [
    'chat',
    '(?:(?:lol|lmao|haha+|hehe|ok|okay|k|kk|yes|yeah|yep|no|nope|sure|fine|hmm+|wow|omg|test|testing|test test|ping|pong|never ?mind|nvm|sorry|oops|anyone there|you there|are you there|hello world|tell me a joke|i love you|just testing)(?: |$))+',
  ],
];

const RULES = PATTERNS.map(([kind, pattern]) => ({
  kind,
  pattern: new RegExp(`^${SOFTENER}(?:${pattern}) ?$`),
}));
const LONGEST = 80;

/** What kind of small talk a whole message is, or `undefined` for anything that may be a question. */
export function recognizeSmallTalk(text: string): SmallTalk | undefined {
  const words = text
    .toLowerCase()
    .replace(/['’ʼ]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (words.length > LONGEST) return undefined;
  return RULES.find(({ pattern }) => pattern.test(words))?.kind;
}
