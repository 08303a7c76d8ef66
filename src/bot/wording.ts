import type { SmallTalk } from './small-talk.js';

/** Everything Herald says in its own words, in one language; `titles` names the announcements. */
export interface Wording {
  readonly answer: string;
  readonly further: string;
  readonly noFurther: string;
  readonly closest: string;
  readonly notCovered: (missing: readonly string[], nearest: boolean) => string;
  /** Before the answer in a message that quoted an earlier revision. */
  readonly corrected: string;
  /** Before the answer in a reply to such a message. */
  readonly correction: string;
  /** Before an official statement. */
  readonly statement: string;
  /** To somebody who asks too fast. */
  readonly limited: string;
  /** Before the answer to a question whose asker wanted to be told. */
  readonly followed: string;
  readonly superseded: (older: string, newer: string) => string;
  /** `at`: a date and time in UTC. */
  readonly expired: (title: string, at: string) => string;
  /** When every announcement is gone, or none is published yet. */
  readonly nothing: string;
  readonly empty: (titles: string) => string;
  readonly smallTalk: (kind: SmallTalk, titles: string) => string;
}

const english: Wording = {
  answer: 'The announcement says:',
  further: 'Further passages:',
  noFurther: 'There are no further passages.',
  closest: 'The announcement may not answer this. The closest passages:',
  notCovered: (missing, nearest) =>
    [
      'Not in the announcement.',
      missing.length > 0 ? `It does not mention ${list(missing, '“', '”', 'or')}.` : '',
      nearest ? 'The nearest it comes:' : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  corrected: 'Corrected: the announcement has changed since this was first answered.',
  correction: 'A correction: the announcement has changed since the answer above.',
  statement: 'An official statement, not from the announcement:',
  limited: 'These are many questions at once. Please wait a minute, then ask again.',
  followed: 'You asked to be told when this is answered:',
  superseded: (older, newer) => `“${older}” was superseded by “${newer}”.`,
  expired: (title, at) => `“${title}” expired on ${at} and is no longer quoted.`,
  nothing: 'There is no announcement to ask about at present.',
  empty: (titles) => `Ask me a question about ${titles}.`,
  smallTalk: (kind, titles) => {
    switch (kind) {
      case 'greeting':
        return `Hello! Ask me about ${titles}, and I will quote what it says.`;
      case 'thanks':
        return 'You are welcome.';
      case 'bye':
        return 'Goodbye.';
      case 'who':
        return `I am Herald, a bot. I answer questions about ${titles} by quoting it, word for word. I write nothing of my own about it.`;
      case 'help':
        return `Ask a question about ${titles} in your own words. I reply with the passages that answer, word for word, and tell you when it does not say.`;
      case 'chat':
        return `I only know ${titles}. Ask me about that.`;
    }
  },
};

const german: Wording = {
  answer: 'In der Mitteilung steht:',
  further: 'Weitere Stellen:',
  noFurther: 'Es gibt keine weiteren Stellen.',
  closest: 'Die Mitteilung beantwortet das vielleicht nicht. Am nächsten kommen:',
  notCovered: (missing, nearest) =>
    [
      'Dazu sagt die Mitteilung nichts.',
      missing.length > 0 ? `Nicht erwähnt: ${list(missing, '„', '“', 'und')}.` : '',
      nearest ? 'Am nächsten kommt:' : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  corrected: 'Berichtigt: Die Mitteilung wurde geändert, seit dies zuerst beantwortet wurde.',
  correction: 'Eine Berichtigung: Die Mitteilung wurde seit der Antwort oben geändert.',
  statement: 'Eine offizielle Stellungnahme, nicht aus der Mitteilung:',
  limited:
    'Das sind viele Fragen auf einmal. Bitte warten Sie eine Minute und fragen Sie dann noch einmal.',
  followed: 'Sie wollten erfahren, wenn dies beantwortet ist:',
  superseded: (older, newer) => `„${older}“ wurde durch „${newer}“ ersetzt.`,
  expired: (title, at) => `„${title}“ galt bis ${at} und wird nicht mehr zitiert.`,
  nothing: 'Zurzeit gibt es keine Mitteilung, zu der man fragen kann.',
  empty: (titles) => `Stellen Sie mir eine Frage zu ${titles}.`,
  smallTalk: (kind, titles) => {
    switch (kind) {
      case 'greeting':
        return `Hallo! Fragen Sie mich zu ${titles}; ich zitiere, was dort steht.`;
      case 'thanks':
        return 'Gern geschehen.';
      case 'bye':
        return 'Auf Wiedersehen.';
      case 'who':
        return `Ich bin Herald, ein Bot. Ich beantworte Fragen zu ${titles}, indem ich wörtlich zitiere. Eigenes schreibe ich nicht dazu.`;
      case 'help':
        return `Fragen Sie in eigenen Worten zu ${titles}. Ich antworte mit den passenden Stellen im Wortlaut und sage, wenn nichts dazu dasteht.`;
      case 'chat':
        return `Ich kenne nur ${titles}. Fragen Sie mich danach.`;
    }
  },
};

const spanish: Wording = {
  answer: 'El anuncio dice:',
  further: 'Otros pasajes:',
  noFurther: 'No hay más pasajes.',
  closest: 'Puede que el anuncio no responda a esto. Los pasajes más cercanos:',
  notCovered: (missing, nearest) =>
    [
      'El anuncio no dice nada de esto.',
      missing.length > 0 ? `No menciona ${list(missing, '«', '»', 'ni')}.` : '',
      nearest ? 'Lo más cercano:' : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  corrected: 'Corregido: el anuncio ha cambiado desde la primera respuesta.',
  correction: 'Una corrección: el anuncio ha cambiado desde la respuesta anterior.',
  statement: 'Una declaración oficial, que no es del anuncio:',
  limited: 'Son muchas preguntas a la vez. Espere un minuto y vuelva a preguntar.',
  followed: 'Pidió que le avisara cuando esto tuviera respuesta:',
  superseded: (older, newer) => `«${older}» fue reemplazado por «${newer}».`,
  expired: (title, at) => `«${title}» caducó el ${at} y ya no se cita.`,
  nothing: 'Ahora mismo no hay ningún anuncio sobre el que preguntar.',
  empty: (titles) => `Hazme una pregunta sobre ${titles}.`,
  smallTalk: (kind, titles) => {
    switch (kind) {
      case 'greeting':
        return `¡Hola! Pregúntame sobre ${titles} y citaré lo que dice.`;
      case 'thanks':
        return 'De nada.';
      case 'bye':
        return 'Hasta pronto.';
      case 'who':
        return `Soy Herald, un bot. Respondo preguntas sobre ${titles} citándolo palabra por palabra. No escribo nada propio sobre el tema.`;
      case 'help':
        return `Pregunta con tus palabras sobre ${titles}. Respondo con los pasajes literales y aviso cuando no lo dice.`;
      case 'chat':
        return `Solo conozco ${titles}. Pregúntame sobre eso.`;
    }
  },
};

const french: Wording = {
  answer: 'L’annonce dit :',
  further: 'Autres passages :',
  noFurther: 'Il n’y a pas d’autre passage.',
  closest: 'L’annonce ne répond peut-être pas à cela. Les passages les plus proches :',
  notCovered: (missing, nearest) =>
    [
      'L’annonce n’en parle pas.',
      missing.length > 0 ? `Elle ne mentionne pas ${list(missing, '« ', ' »', 'ni')}.` : '',
      nearest ? 'Le plus proche :' : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  corrected: 'Corrigé : l’annonce a changé depuis la première réponse.',
  correction: 'Une correction : l’annonce a changé depuis la réponse ci-dessus.',
  statement: 'Une déclaration officielle, qui ne vient pas de l’annonce :',
  limited:
    'Cela fait beaucoup de questions à la fois. Attendez une minute, puis posez-la de nouveau.',
  followed: 'Vous vouliez être prévenu quand il y aurait une réponse :',
  superseded: (older, newer) => `« ${older} » a été remplacée par « ${newer} ».`,
  expired: (title, at) => `« ${title} » a expiré le ${at} et n’est plus citée.`,
  nothing: 'Il n’y a pour le moment aucune annonce sur laquelle poser une question.',
  empty: (titles) => `Posez-moi une question sur ${titles}.`,
  smallTalk: (kind, titles) => {
    switch (kind) {
      case 'greeting':
        return `Bonjour ! Posez-moi une question sur ${titles} et je citerai ce qui y figure.`;
      case 'thanks':
        return 'Avec plaisir.';
      case 'bye':
        return 'Au revoir.';
      case 'who':
        return `Je suis Herald, un bot. Je réponds aux questions sur ${titles} en citant mot pour mot. Je n’écris rien de moi-même à ce sujet.`;
      case 'help':
        return `Posez une question sur ${titles} avec vos mots. Je réponds par les passages exacts et je le dis quand rien n’y répond.`;
      case 'chat':
        return `Je ne connais que ${titles}. Posez-moi une question là-dessus.`;
    }
  },
};

const japanese: Wording = {
  answer: '発表には次のように書かれています：',
  further: 'ほかの箇所：',
  noFurther: 'ほかに該当する箇所はありません。',
  closest: '発表には答えがないかもしれません。最も近い箇所：',
  notCovered: (missing, nearest) =>
    [
      '発表には書かれていません。',
      missing.length > 0
        ? `${missing.map((word) => `「${word}」`).join('')}への言及はありません。`
        : '',
      nearest ? '最も近い箇所：' : '',
    ].join(''),
  corrected: '訂正：最初の回答のあとに発表が変更されました。',
  correction: '訂正：上の回答のあとに発表が変更されました。',
  statement: '公式見解（発表の文章ではありません）：',
  limited: '短い間に多くの質問がありました。1分ほど待ってから、もう一度お尋ねください。',
  followed: '回答があれば知らせてほしいとのことでした：',
  superseded: (older, newer) => `「${older}」は「${newer}」に置き換えられました。`,
  expired: (title, at) => `「${title}」は${at}に期限が切れたため、引用できません。`,
  nothing: '現在、質問できる発表はありません。',
  empty: (titles) => `${titles}について質問してください。`,
  smallTalk: (kind, titles) => {
    switch (kind) {
      case 'greeting':
        return `こんにちは。${titles}について質問していただければ、該当箇所をそのまま引用します。`;
      case 'thanks':
        return 'どういたしまして。';
      case 'bye':
        return 'ではまた。';
      case 'who':
        return `ボットのHeraldです。${titles}についての質問に、原文の引用で答えます。自分の言葉で内容を書くことはありません。`;
      case 'help':
        return `${titles}について自由に質問してください。該当箇所を原文のまま返し、書かれていない場合はそうお伝えします。`;
      case 'chat':
        return `わかるのは${titles}についてだけです。どうぞ質問してください。`;
    }
  },
};

const WORDINGS: Readonly<Record<string, Wording>> = {
  de: german,
  en: english,
  es: spanish,
  fr: french,
  ja: japanese,
};

/** Herald's words in the asker's language, or in English where it does not speak that. */
export function wordingFor(locale = 'en'): Wording {
  return WORDINGS[locale.slice(0, 2).toLowerCase()] ?? english;
}

function list(words: readonly string[], open: string, close: string, and: string): string {
  const quoted = words.map((word) => `${open}${word}${close}`);
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} ${and} ${last}`;
}
