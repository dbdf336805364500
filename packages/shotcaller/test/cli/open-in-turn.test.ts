import { expect, test } from 'vitest';
import { openInTurn } from '../../src/cli/open-in-turn.ts';

/** Things that say when they are closed. */
function things() {
  const closed: string[] = [];
  const thing = (name: string, failure?: Error) => ({
    name,
    async close() {
      await Promise.resolve();
      closed.push(name);
      if (failure) throw failure;
    },
  });
  return { closed, thing };
}

test('what was opened in turn is closed by one end, the last one first', async () => {
  const { closed, thing } = things();
  const { whole, close } = await openInTurn(async (keep) => {
    const [first, second] = [keep(thing('first')), keep(thing('second'))];
    return { whole: `${first.name} and ${second.name}` };
  });
  expect([whole, closed]).toEqual(['first and second', []]);
  await close();
  await close();
  expect(closed).toEqual(['second', 'first']);
});

test('where one cannot be opened, those before it are closed, and what was wrong is told', async () => {
  const { closed, thing } = things();
  const opening = openInTurn(async (keep) => {
    keep(thing('first'));
    keep(thing('second', new Error('it was gone already')));
    throw new Error('no third');
  });
  await expect(opening).rejects.toThrow('no third');
  expect(closed).toEqual(['second', 'first']);
});

test('an end that fails is told when all the others are closed', async () => {
  const { closed, thing } = things();
  const { close } = await openInTurn(async (keep) => {
    keep(thing('first'));
    keep(thing('second', new Error('it was gone already')));
    return {};
  });
  await expect(close()).rejects.toThrow('it was gone already');
  expect(closed).toEqual(['second', 'first']);
});
