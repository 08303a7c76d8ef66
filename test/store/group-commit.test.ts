import { expect, test } from 'vitest';
import { createGroupCommit } from '../../src/store/group-commit.js';

/** A database of one list: what is not committed is taken back. */
function createList(commit: () => void = () => undefined) {
  let kept: readonly string[] = [];
  let commits = 0;
  const { write } = createGroupCommit((run) => {
    const before = kept;
    try {
      run();
      commit();
      commits += 1;
    } catch (error) {
      kept = before;
      throw error;
    }
  });
  return {
    add: (value: string) =>
      write(() => {
        if (value === 'bad') throw new Error('refused');
        kept = [...kept, value];
        return value;
      }),
    kept: () => kept,
    commits: () => commits,
  };
}

test('the writes of a turn share a commit', async () => {
  const list = createList();
  expect(await Promise.all(['a', 'b', 'c'].map(list.add))).toEqual(['a', 'b', 'c']);
  expect([list.kept(), list.commits()]).toEqual([['a', 'b', 'c'], 1]);
});

test('a write that fails does so alone', async () => {
  const list = createList();
  const settled = await Promise.allSettled(['a', 'bad', 'b', 'bad', 'c'].map(list.add));
  expect(settled.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
  ]);
  expect([list.kept(), list.commits()]).toEqual([['a', 'b', 'c'], 1]);
});

test('none succeeds whose commit failed', async () => {
  const list = createList(() => {
    throw new Error('disk full');
  });
  const settled = await Promise.allSettled(['a', 'b'].map(list.add));
  expect(settled).toMatchObject([
    { status: 'rejected', reason: { message: 'disk full' } },
    { status: 'rejected', reason: { message: 'disk full' } },
  ]);
  expect(list.kept()).toEqual([]);
});
