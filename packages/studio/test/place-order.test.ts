import { parseRequirements } from '@shotcaller/core';
import { afterEach, expect, test, vi } from 'vitest';
import { emptyChoice } from '../src/brief/choice.ts';
import { placeOrder } from '../src/shots/place-order.ts';
import { newShot, nextTake, type Take } from '../src/shots/shot.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A network that answers an order when it is told to, and counts those on their way. */
function slowNetwork() {
  const answers: (() => void)[] = [];
  let underWay = 0;
  let most = 0;
  vi.stubGlobal('fetch', async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise<void>((resolve) => answers.push(resolve));
    underWay -= 1;
    return Response.json({ id: 'shot-1' });
  });
  return { answer: () => answers.shift()?.(), most: () => most, waiting: () => answers.length };
}

let takes = 0;
function newTake(): Take {
  takes += 1;
  return nextTake(newShot({ ...emptyChoice, sentence: `kite ${takes}` }, takes), { model: 'a/b', confirmUsd: '1' }, 1);
}

test('three orders are on their way at once, whenever a further one comes', async () => {
  const requirements = parseRequirements({ prompt: 'a kite' });
  // One more comes so many turns after an answer: in one of them a place is handed over.
  for (let turns = 0; turns < 40; turns += 1) {
    const network = slowNetwork();
    const placed = Array.from({ length: 5 }, () => placeOrder(newTake(), requirements));
    expect(network.waiting()).toBe(3);
    network.answer();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    placed.push(placeOrder(newTake(), requirements));
    const all = Promise.all(placed);
    let isPlaced = false;
    void all.then(() => (isPlaced = true));
    while (!isPlaced) {
      network.answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(network.most()).toBe(3);
  }
});
