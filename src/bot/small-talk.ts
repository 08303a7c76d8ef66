/** What a message without a question is. */
export type SmallTalk = 'greeting' | 'thanks' | 'who' | 'help' | 'bye' | 'chat';

/** Whole messages, in words without marks and capitals, that ask about the bot or say a set phrase. */
const PHRASES: readonly (readonly [SmallTalk, RegExp])[] = [
  ['thanks', /^(?:good|nice|clever|smart) bot$/],
  ['who', /^(?:who|what) (?:exactly )?(?:are|r) (?:you|u|ya)(?: exactly)?$/],
  [
    'who',
    /^(?:are|r) (?:you|u) (?:(?:a|an|the|one of) )?(?:\w+ )?(?:bot|robot|robots|human|person|real|ai|llm|chatbot|chatgpt|gpt|machine)(?: (?:or (?:a )?(?:bot|robot|human|person)|person|lol|haha))?$/,
  ],
  [
    'who',
    /^(?:u|you) (?:a )?(?:bot|robot|human)$|^is this (?:a )?(?:bot|robot|human)$|^who is this$/,
  ],
  [
    'who',
    /^who (?:made|built|created|runs|wrote) (?:you|u|this bot)$|^(?:whats|what is) your name$|^(?:whats|what is) herald$/,
  ],
  ['help', /^help(?: me)?(?: out)?(?: please)?$|^(?:commands|menu|usage|instructions)$/],
  [
    'help',
    /^how (?:do|does|can|to) (?:i |you |this |it |u )?(?:use|work|ask)(?: (?:this|it|you|the bot|herald|here|bot))?$/,
  ],
  [
    'help',
    /^how does this (?:bot )?work$|^what (?:can|do) (?:you|u) do$|^what can (?:i|we) ask(?: you)?$/,
  ],
  [
    'greeting',
    /^(?:how are (?:you|u)|hows it going|how is it going|whats up|wassup|sup)(?: (?:doing|today|bot|herald|man|mate))*$/,
  ],
  ['greeting', /^(?:is )?any(?:one|body) (?:there|here|home)$|^(?:are )?you there$/],
  [
    'chat',
    /^(?:do|did|can) (?:you|u) (?:ever )?(?:sleep|dream|eat|drink|work from home|like me|love me)(?: too)?$|^tell me a joke$|^(?:im|i am) bored$|^wrong (?:channel|chat|window)$/,
  ],
];

const words = (list: string) => list.trim().split(/\s+/);

/** Words that make a message small talk when nothing but these and {@link FILLERS} is in it; the first kind found is it. */
const MARKERS: readonly (readonly [SmallTalk, ReadonlySet<string>])[] = [
  [
    'thanks',
    new Set(
      words(
        'thanks thank thankyou thx tnx ty tysm ta cheers merci danke gracias appreciated appreciate kudos',
      ),
    ),
  ],
  ['bye', new Set(words('bye goodbye cya later ttyl farewell'))],
  [
    'greeting',
    new Set(
      words(
        'hi hiya hey heya hello helo hallo howdy yo sup greetings gm morning afternoon evening',
      ),
    ),
  ],
  [
    'chat',
    new Set(
      words(`awesome great perfect cool brilliant amazing excellent lovely sweet funny useless useful helpful stupid dumb smart
      lol lmao rofl haha hahaha hehe ok okay k kk yes yeah yep yup no nope nah sure fine hm hmm hmmm wow omg ugh meh sigh oops
      test testing ping pong nvm nevermind sorry congrats congratulations nice interesting sad gg bored rock`),
    ),
  ],
];

const FILLERS = new Set(
  words(`a all am and are bot both but day everybody everyone folks for friend friends from good got great guys haha help helped
  helps herald how i im in is it its job kinda lol lot lots love makes man many mate me much never night now of oh on one pretty
  really sense so some soon team that thats the there this to today tomorrow too tonight u very was we week well what with work
  world wrong wrongly see ya yall you your youre yourself again done nice channel just answer mind evening long`),
);

const LONGEST = 60;

/** What kind of small talk a whole message is, or `undefined` for anything that may be a question. */
export function recognizeSmallTalk(text: string): SmallTalk | undefined {
  if (text.length > 4 * LONGEST) return undefined;
  const said = text
    .toLowerCase()
    .replace(/['’ʼ]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .trim();
  if (said === '' || said.length > LONGEST) return undefined;
  const addressed = said.replace(/^(?:hi|hey|hello|yo)(?: bot| herald)? /, '');
  const phrase = PHRASES.find(([, pattern]) => pattern.test(addressed));
  if (phrase) return phrase[0];
  const spoken = said.split(' ');
  const found = MARKERS.find(([, markers]) => spoken.some((word) => markers.has(word)));
  const isOnlyTalk = spoken.every(
    (word) => FILLERS.has(word) || MARKERS.some(([, markers]) => markers.has(word)),
  );
  return found && isOnlyTalk ? found[0] : undefined;
}
