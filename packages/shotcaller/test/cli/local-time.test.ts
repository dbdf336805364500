import { expect, test } from 'vitest';
import { localTimeIn } from '../../src/cli/local-time.ts';

test.each([
  ['Europe/Paris', '2026-10-10T00:00:00.000Z', '2026-10-10 02:00'],
  ['Europe/Paris', '2026-11-01T00:00:00.000Z', '2026-11-01 01:00'],
  ['America/Los_Angeles', '2026-10-10T00:00:00.000Z', '2026-10-09 17:00'],
  ['Asia/Kathmandu', '2026-10-10T00:00:00.000Z', '2026-10-10 05:45'],
  ['Etc/Unknown', '2026-10-10T00:00:00.000Z', undefined],
  ['UTC', 'no time', undefined],
])('in %s, %s reads %s', (zone, at, local) => {
  expect(localTimeIn(zone)(at)).toBe(local);
});
