const OPENINGS = [
  '',
  'what about',
  'is there',
  'how much is',
  'when will',
  'who owns',
  'why',
  'pls',
  'does it say anything on',
];
const SUBJECTS =
  'microsoft openai azure google anthropic meta gemini claude copilot investors revenue cloud chips agents partners board shares price customers licence models training data centers safety regulators europe staff salary canteen parking holidays relocation merger dividend stock options bonus layoffs hiring'.split(
    ' ',
  );
const LINKS = ['and', 'of', 'with', 'without', 'for', 'against', 'after', 'before'];
const ENDINGS = [
  '',
  '?',
  ' please',
  ' now',
  ' next year',
  ' in 2027',
  ' exactly',
  ' again',
  ' asap',
];

/** Puts questions into a store: a few asked very often, most of them seldom, a sixth with a typing error. Returns how many wordings there are. */
export async function fill(store, count) {
  let seed = 7;
  const random = (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const pick = (list) => list[random(list.length)];
  const mistype = (text) => {
    const at = 1 + random(Math.max(1, text.length - 2));
    return text.slice(0, at) + text.slice(at + 1);
  };
  const wordings = new Set();
  const begin = Date.UTC(2026, 0, 1);
  // Many at a time share a commit.
  const writing = [];
  for (let index = 0; index < count; index += 1) {
    // Cubed: subjects at the front of the list are asked about more.
    const subject = () => SUBJECTS[Math.floor((random(1_000) / 1_000) ** 3 * SUBJECTS.length)];
    const typed =
      `${pick(OPENINGS)} ${subject()} ${pick(LINKS)} ${subject()}${pick(ENDINGS)}`.trim();
    const text = random(6) === 0 ? mistype(typed) : typed;
    wordings.add(text);
    const outcome = pick(['answer', 'answer', 'closest', 'not-covered']);
    const kept = store.record({
      id: `q${index}`,
      answer: `a ${text}`,
      text,
      outcome,
      shown:
        outcome === 'not-covered'
          ? []
          : [
              {
                announcement: 'openai-microsoft-next-phase',
                revision: 'r',
                passage: 1 + random(20),
              },
            ],
      platform: 'slack',
      place: `slack T1 C${random(40)}`,
      asker: `p${random(5_000)}`,
      askedAt: begin + index * 1_000,
      latencyMs: 1,
    });
    writing.push(kept);
    if (random(20) === 0)
      writing.push(
        store.feedback({ answer: `a ${text}`, helpful: random(3) > 0, asker: `p${index}` }),
      );
    if (writing.length >= 1_000) await Promise.all(writing.splice(0));
  }
  await Promise.all(writing);
  return wordings.size;
}
