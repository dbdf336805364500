import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { clip, type Simulated, simulate } from './simulated.ts';

/** As somebody who edits the ledger by hand, or a file system that gives back an old file. */
function lose({ home }: Pick<Simulated, 'home'>, ...tables: readonly string[]): void {
  const file = new Database(join(home, 'ledger.sqlite'));
  file.exec('pragma foreign_keys = off');
  for (const table of tables) file.exec(`delete from ${table}`);
  file.close();
}

test('a job that the ledger loses after it was sent is told as one that may have been bought', async () => {
  await using world = await simulate();
  const running = world.open().run(clip, {
    onProgress: (event) => {
      if (event.kind === 'state' && event.attempt.state === 'submitted') lose(world, 'events', 'attempts', 'jobs');
    },
  });
  await expect(running).rejects.toMatchObject({
    code: 'job_lost',
    message: expect.stringMatching(
      /^The ledger no longer has job shot-\S+\. It may have been bought: look at openrouter\.ai\/activity before you order again\.$/,
    ),
  });
  expect(world.simulator.jobs).toHaveLength(1);
});

test.each([
  ['job', 'jobs', 'job_lost', /no longer has job shot-\S+\. It may have been bought: look at openrouter\.ai\/activity/],
  [
    'request',
    'requests',
    'request_missing',
    /no longer has the request of shot-\S+, so it was not sent and nothing was bought for it\. Order the clip again/,
  ],
])(
  'what the ledger loses before it is sent, a %s, is told with what it means for the money, and is not sent',
  async (_, table, code, message) => {
    await using world = await simulate();
    const checkpoint = (name: string) => {
      if (name === 'run:recorded') lose(world, table);
    };
    const running = world.open({ checkpoint }).run(clip);
    await expect(running).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(world.simulator.jobs).toEqual([]);
  },
);
