/** What people type around a question in English chat; it says nothing of the subject. */
export const CHAT_WORDS: readonly string[] =
  `a about actually all also am an any anybody anyone anything article announcement ask asking
  basically bc bot bro btw bye can cheers could cuz dear did do dont does done dude else etc even ever everybody everyone
  exactly explain folks fyi give go going gonna gotta got guys ha haha hello hey hi hiya hmm honestly how i id idk ill im
  imo info is it its ive just kinda know let lets like lmk lol many mate maybe me mean mention mentioned mentions much my
  nah nice no nope now oh ok okay omg one ones pls please plz post q question quick quickly really right said say saying
  says see should show so some somebody someone something sorry sort specifically still story sure tell text thank
  thanks thats there theres these thing things think tho those though til um ur us wanna want wanted wants
  was we well were what whats when where wheres which while who whos why will wonder wondering wont would wtf ya yall yeah
  yep yes yet yo you youre according piece supposedly roughly lots way whole`
    .split(/\s+/)
    .filter((word) => word !== '');

/** How English words are shortened or spelled by ear in chat: typed form to standard words. */
const SHORT_FORMS = `abt:about acc:account acct:account addr:address admin:administrator alot:lots amt:amount appt:appointment
  approx:about asap:soon avg:average b:be b4:before bak:back becoz:because biz:business cant:can comin:coming comp:compensation
  cos:because cud:could cya:bye dat:that dem:them dept:department dev:developer devs:developers dis:this diff:difference
  doc:document docs:documents dunno:know dwn:down env:environment est:estimate exec:executive execs:executives fave:favorite
  frm:from fwd:forward gd:good gov:government govt:government gud:good hav:have hella:very hows:how hq:headquarters hr:hour
  hrs:hours hw:how incl:included int:international intl:international kno:know l8r:later lil:little luv:love max:maximum
  mch:much meny:many mgmt:management mgr:manager min:minute mins:minutes mkt:market mo:month mos:months msg:message
  msgs:messages mths:months mtg:meeting n:and natl:national nxt:next num:number obv:obviously org:organization ovr:over
  pic:picture ppl:people prev:previous prob:probably probs:probably prod:product pros:professionals pymt:payment qty:quantity
  qtr:quarter r:are rep:representative reps:representatives reqs:requirements rly:really sed:said sez:says shd:should
  shud:should soz:sorry spec:specification specs:specifications srsly:seriously stil:still sum:some tbh:honestly teh:the
  temp:temporary thanx:thanks ther:there thier:their thn:then thr:there thru:through thx:thanks tix:tickets tmrw:tomorrow
  tmw:tomorrow tomoz:tomorrow u:you uni:university v:very vid:video vids:videos vs:versus w:with wa:was wanna:want
  wat:what wats:what watz:what wen:when wer:were wich:which wil:will wk:week wks:weeks wld:would wo:without wos:was wot:what
  wots:what wrk:work wud:would wut:what y:why yr:year yrs:years`;

/** Standard words for the short forms of English chat. */
export const STANDARD_WORDS: ReadonlyMap<string, string> = new Map(
  SHORT_FORMS.split(/\s+/).map((pair) => {
    const [short = '', standard = ''] = pair.split(':');
    return [short, standard] as const;
  }),
);

/** Spellings by ear of a word's ending: `doin` for `doing`, `kidz` for `kids`; empty for a word without one. */
export function respell(word: string): readonly string[] {
  if (word.length < 4) return [];
  if (word.endsWith('in')) return [`${word}g`];
  if (word.endsWith('z')) return [`${word.slice(0, -1)}s`];
  return [];
}
