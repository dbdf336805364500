// Twenty prompts, one budget: the best models that $3 pays for, planned before a cent is spent, bought once.
import { join } from 'node:path';
import { testShotcaller } from 'shotcaller/testing';

const things = ['paper boat', 'tin robot', 'red kite', 'old lantern', 'glass marble'];
const places = ['on a puddle', 'in tall grass', 'on a windowsill', 'at the seaside'];
const prompts = things.flatMap((thing) => places.map((place) => `a ${thing} ${place}, morning light`));
const lines = [
  { defaults: { duration: 4, resolution: '720p', aspect: '9:16', audio: false } },
  ...prompts.map((prompt, index) => ({ id: `shot-${String(index + 1).padStart(2, '0')}`, prompt })),
];

// In production: const shotcaller = createShotcaller({ apiKey: process.env.OPENROUTER_API_KEY });
const { shotcaller, simulator, home, close } = await testShotcaller();
try {
  const shotList = await shotcaller.batch.readListText(lines.map((line) => JSON.stringify(line)).join('\n'), 'jsonl', {
    name: 'morning',
  });
  const plan = await shotcaller.batch.plan(shotList, {
    maxUsd: '3',
    optimise: { objective: 'quality', totalUsd: '3' },
  });
  const { total } = plan;
  console.log(`Plan: ${total.toBuy} clips for about $${total.expectedUsd}, at most $${total.highUsd}`);

  const run = await shotcaller.batch.run(plan, { outFolder: join(home, 'clips') });
  const done = run.clips.filter(({ state }) => state === 'done');
  console.log(`Done: ${done.length} of ${run.clips.length}, billed $${run.billedUsd}`);

  // After a crash, or with a shot added: the same again buys only what is missing.
  const again = await shotcaller.batch.run(await shotcaller.batch.plan(shotList), { outFolder: join(home, 'clips') });
  console.log(`Run again: billed $${again.billedUsd} in all, ${simulator.jobs.length} bought`);
} finally {
  await close();
}
