import { randomBytes } from 'node:crypto';
import { systemClock } from '../../src/clock.ts';
import type { Door } from '../../src/mcp/door.ts';

/** The door of a server that one agent starts for itself, over the simulator. Its parts and jobs are yet to come. */
export const localDoor: Omit<Door, 'parts' | 'jobs'> = {
  caller: { owner: '', seesAll: true },
  clock: systemClock,
  newToken: (bytes) => randomBytes(bytes).toString('hex'),
  version: '0.0.0-test',
  simulated: true,
  serviceName: 'the simulator',
  showsPaths: true,
  readsFiles: true,
  asksBeforeSpending: true,
};
