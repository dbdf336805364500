import { describe, expect, test } from 'vitest';
import { atFirstUse, openedAtFirstUse } from '../src/first-use.ts';

/** A place that can be away, and what was opened there. */
function place() {
  const state = { isAway: false, opened: 0, closed: 0 };
  return {
    state,
    async open() {
      await Promise.resolve();
      if (state.isAway) throw new Error('away');
      state.opened += 1;
      return {
        async close() {
          state.closed += 1;
        },
      };
    },
  };
}

describe('What is made at its first use', () => {
  test('is made once for all who ask, also for those who ask meanwhile', async () => {
    const { state, open } = place();
    const use = atFirstUse(open);
    expect(state.opened).toBe(0);
    const [one, other] = await Promise.all([use(), use()]);
    expect([one === other, one === (await use()), state.opened]).toEqual([true, true, 1]);
  });

  test('is tried again at the next use when it could not be made; who waited together is told together', async () => {
    const { state, open } = place();
    state.isAway = true;
    const use = atFirstUse(open);
    const told = await Promise.allSettled([use(), use()]);
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(use()).rejects.toThrow('away');
    state.isAway = false;
    expect([await use(), state.opened]).toEqual([await use(), 1]);
  });
});

describe('The end of what is opened at its first use', () => {
  test('closes it once it is open', async () => {
    const { state, open } = place();
    const opened = openedAtFirstUse(open);
    const using = opened.use();
    await opened.close();
    await using;
    expect(state).toMatchObject({ opened: 1, closed: 1 });
  });

  test('does nothing where nothing was opened, or where the opening failed', async () => {
    const { state, open } = place();
    const opened = openedAtFirstUse(open);
    await opened.close();
    state.isAway = true;
    await expect(opened.use()).rejects.toThrow('away');
    await opened.close();
    expect(state).toMatchObject({ opened: 0, closed: 0 });
  });

  test('closes what a later try has opened', async () => {
    const { state, open } = place();
    const opened = openedAtFirstUse(open);
    state.isAway = true;
    await expect(opened.use()).rejects.toThrow('away');
    state.isAway = false;
    await opened.use();
    await opened.close();
    expect(state).toMatchObject({ opened: 1, closed: 1 });
  });
});
