import type { Outcome } from '../../../bot/answer.js';

/** What the readers' pages say in their own words, in one language. */
export interface Words {
  /** BCP 47 tag. */
  readonly language: string;
  readonly ask: string;
  readonly askAll: string;
  readonly placeholder: string;
  readonly submit: string;
  readonly skip: string;
  readonly tries: string;
  readonly suggestions: string;
  readonly answer: string;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly inTheText: (passage: number) => string;
  readonly passage: (passage: number) => string;
  readonly more: (further: number) => string;
  readonly back: string;
  readonly permanent: string;
  readonly original: string;
  readonly askPerson: string;
  readonly helped: string;
  readonly yes: string;
  readonly no: string;
  readonly thanks: string;
  readonly sections: string;
  readonly announcements: string;
  readonly about: string;
  readonly notFound: string;
  readonly tooMany: string;
  readonly failed: string;
}
