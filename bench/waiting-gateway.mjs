// How late a client of the gateway is told that its clip is ready, with either manner of waiting. In one process: the simulator and the
// gateway at 60 times the speed of the measured times, and clients that ask once a second of that time.
//   node bench/waiting-gateway.mjs [--speed 60] [--clips 24]
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { scaledClock } from '@shotcaller/simulator';
import { bundle } from '../tests/crash/bundle.mjs';

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const [speed, clips] = [option('speed', 60), option('clips', 24)];
const { simulatedGateway, boat } = await import(await bundle('packages/shotcaller/test/gateway/simulated-gateway.ts'));

/** Models whose clips take from half a minute to some minutes. */
const models = [
  'google/veo-3.1-lite',
  'bytedance/seedance-1-5-pro',
  'google/veo-3.1-fast',
  'bytedance/seedance-2.0-fast',
];

/** Fetching and checking a clip is another matter: it takes as long either way. */
async function takeNothing({ partPath }) {
  await writeFile(partPath, 'clip');
  const sha256 = createHash('sha256').update('clip').digest('hex');
  const unread = { durationSeconds: null, width: null, height: null, hasAudio: null };
  return { bytes: 4, sha256, contentType: 'video/mp4', ...unread, differences: [] };
}

console.log(`${clips} clips through the gateway, ${speed} times as fast as measured; seconds of that time`);
console.log(
  `  ${'waiting'.padEnd(10)} ${'mean'.padStart(8)} ${'median'.padStart(8)} ${'90 %'.padStart(8)} ${'polls a clip'.padStart(14)}`,
);
for (const waiting of ['thrifty', 'eager']) {
  const time = scaledClock(Date.now, speed);
  const world = await simulatedGateway({
    simulator: { clock: time, speed: 1, seed: 7 },
    shotcaller: { clock: time, placePoll: undefined, waiting, retrieve: takeNothing },
  });
  const { [Symbol.asyncDispose]: close } = world;
  try {
    const seen = await Promise.all(
      Array.from({ length: clips }, async (_, at) => {
        await time.sleep(15_000 * at);
        const body = { ...boat, model: models[at % models.length], prompt: `A paper boat, ${at}` };
        const { id } = await (await world.post('/api/v1/videos', body)).json();
        for (;;) {
          const job = await (await world.call(`/api/v1/videos/${id}`)).json();
          if (job.status === 'completed') break;
          if (job.status !== 'pending' && job.status !== 'in_progress') throw new Error(JSON.stringify(job));
          await time.sleep(1000);
        }
        const told = time.now();
        const [{ remoteId, polls }] = (await world.ledger.jobWithAttempts(id)).attempts;
        const { endsAtMs } = world.simulator.jobs.find((job) => job.id === remoteId);
        return { polls, late: (told - endsAtMs) / 1000 };
      }),
    );
    const late = seen.map((one) => one.late);
    const polls = seen.map((one) => one.polls);
    const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    const sorted = late.toSorted((a, b) => a - b);
    const cell = (number, width = 8) => number.toFixed(1).padStart(width);
    console.log(
      `  ${waiting.padEnd(10)} ${cell(mean(late))} ${cell(sorted[sorted.length >> 1])} ${cell(sorted[Math.floor(sorted.length * 0.9)])} ${cell(mean(polls), 14)}`,
    );
  } finally {
    await close.call(world);
  }
}
