// A test of a client of your own, with the simulator in place of fetch: no socket, and no wait, because time moves only when it is told to.
import assert from 'node:assert/strict';
import { createSimulator, manualClock } from 'shotcaller/simulator';

const clock = manualClock();
const simulator = createSimulator({ clock, seed: 7, scenario: 'submit-reset' });

/** The client under test. It sends a lost submit again, as the usual ones do. */
async function submitTwice() {
  const submit = () =>
    simulator.fetch('https://openrouter.ai/api/v1/videos', {
      method: 'POST',
      headers: { authorization: 'Bearer sk-or-v1-test' },
      body: JSON.stringify({ model: 'google/veo-3.1-lite', prompt: 'a lantern on a lake', duration: 4 }),
    });
  return submit().catch(submit);
}

assert.equal((await submitTwice()).status, 202);
await clock.advance(10 * 60_000); // jobs end, webhooks go out, bills are booked
console.log(`${simulator.jobs.length} videos were bought for one order: $${simulator.bills[0].usd} each.`);
await simulator.close();
