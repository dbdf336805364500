import { expect, it } from 'vitest';
import { hearServerTime, ownNowMs, serverNowMs } from '../src/api/server-clock.ts';

const hour = 3_600_000;
/** In whole hours: what this machine does meanwhile does not count. */
const hoursAhead = () => Math.round((serverNowMs() - ownNowMs()) / hour) + 0;
/** The header of a server whose clock is so many hours ahead of this machine's. */
const dateAt = (hours: number) => new Date(ownNowMs() + hours * hour).toUTCString();

it('the server’s time is this machine’s until an answer says otherwise, and then that of the answer', () => {
  hearServerTime(null, ownNowMs());
  hearServerTime('yesterday', ownNowMs());
  expect(hoursAhead()).toBe(0);
  for (const ahead of [10, -30, 0]) {
    hearServerTime(dateAt(ahead), ownNowMs());
    expect(hoursAhead()).toBe(ahead);
  }
});

it('an answer that took long moves it no further than it proves', () => {
  hearServerTime(dateAt(-2), ownNowMs() - 4 * hour);
  expect(hoursAhead()).toBe(0);
  // Asked four hours ago: written then, it was five hours behind; written now, nine.
  hearServerTime(dateAt(-9), ownNowMs() - 4 * hour);
  expect(hoursAhead()).toBe(-5);
});
