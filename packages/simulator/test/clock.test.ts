import { expect, it, onTestFinished } from 'vitest';
import { type Clock, scaledClock, systemClock } from '../src/clock.ts';

it.each<[string, () => Clock]>([
  ['the machine', systemClock],
  ['a scaled time', () => scaledClock(Date.now, 1000)],
])('what fails when its time has come ends no process: by the clock of %s', async (_name, clockOf) => {
  const unheard: unknown[] = [];
  const hear = (error: unknown) => unheard.push(error);
  process.on('unhandledRejection', hear);
  onTestFinished(() => void process.off('unhandledRejection', hear));
  const clock = clockOf();
  await new Promise<void>((resolve) => {
    clock.at(clock.now(), async () => {
      setImmediate(resolve);
      throw new Error('The receiver is gone.');
    });
  });
  expect(unheard).toEqual([]);
});
