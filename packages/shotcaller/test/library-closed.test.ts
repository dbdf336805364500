import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openMemoryLedger, type Shotcaller, ShotcallerClosed } from '../src/index.ts';
import { clip, type Simulated, simulate } from './jobs/simulated.ts';

/** Every call of the library, but `close`. */
const callsOf = ({ batch, ...shotcaller }: Shotcaller): Record<string, () => Promise<unknown>> => ({
  select: () => shotcaller.select(clip),
  readSentence: () => shotcaller.readSentence('a mug', { llm: true }),
  quote: () => shotcaller.quote(clip),
  preview: () => shotcaller.preview(clip),
  checkBudget: () => shotcaller.checkBudget('1'),
  run: () => shotcaller.run(clip),
  submit: () => shotcaller.submit(clip),
  resume: () => shotcaller.resume(),
  settle: () => shotcaller.settle('shot-1', { notBought: true }),
  jobs: () => shotcaller.jobs(),
  job: () => shotcaller.job('shot-1'),
  events: () => shotcaller.events('shot-1'),
  ledger: () => shotcaller.ledger(),
  learnedCorrections: () => shotcaller.learnedCorrections(),
  evidence: () => shotcaller.evidence(),
  vote: () => shotcaller.vote({ jobIds: ['a', 'b'], better: null }),
  noteDelivery: () => shotcaller.noteDelivery({ idempotencyKey: null, remoteId: 'x', correlationToken: null }),
  checkIntegrity: () => shotcaller.checkIntegrity(),
  'batch.readList': () => batch.readList('shots.csv'),
  'batch.readListText': () => batch.readListText('', 'csv'),
  'batch.plan': () => batch.plan({ name: 'film', shots: [] }),
  'batch.run': () => batch.run(undefined as never, { outFolder: 'out' }),
  'batch.timeLeft': () => batch.timeLeft({ changed: null, clips: [], inFlight: 0, committedUsd: '0' }),
});

describe('A Shotcaller that was closed', () => {
  test.each([
    ['its own ledger', async () => ({})],
    ['a ledger that was handed in, and is still open', async () => ({ ledger: await openMemoryLedger() })],
  ])('does nothing more, says that it was closed, and buys nothing: with %s', async (_name, options) => {
    await using world = await simulate();
    const shotcaller = world.open(await options());
    const { batch: _, close: __, ...rest } = shotcaller;
    await shotcaller.run(clip);
    await shotcaller.close();
    await shotcaller.close();
    const calls = callsOf(shotcaller);
    expect(
      Object.keys(calls)
        .filter((name) => !name.startsWith('batch.'))
        .sort(),
    ).toEqual(Object.keys(rest).sort());
    const asked = world.requests.length;
    for (const [name, call] of Object.entries(calls)) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error, name).toBeInstanceOf(ShotcallerClosed);
    }
    await expect(shotcaller.jobs()).rejects.toThrow(
      'This Shotcaller was closed. Nothing was sent and nothing was bought. Call createShotcaller again with the same options',
    );
    expect([world.requests.length, world.simulator.jobs.length]).toEqual([asked, 1]);
  });

  test('before its first use opens no ledger any more', async () => {
    await using world = await simulate();
    const shotcaller = world.open();
    await shotcaller.close();
    await expect(shotcaller.jobs()).rejects.toThrow(ShotcallerClosed);
    await expect(shotcaller.run(clip)).rejects.toThrow(ShotcallerClosed);
    expect(await world.open().jobs()).toEqual([]);
  });
});

/** Is closed between the planning of its first purchase and the recording of it. */
function closedWhileRecording(world: Simulated) {
  let closing: Promise<void> | undefined;
  const shotcaller = world.open({
    lookAtPictures: async () => {
      closing = shotcaller.close();
      return [];
    },
  });
  return { shotcaller, closed: async () => closing };
}

describe('Calls that are under way when a Shotcaller is closed', () => {
  test('are answered before its ledger is closed: a purchase that was just recorded is let go and not sent', async () => {
    await using world = await simulate();
    const { shotcaller, closed } = closedWhileRecording(world);
    const reading = shotcaller.evidence();
    const left = await shotcaller.run({ ...clip, firstFrame: 'https://example.com/mug.png' }, { key: 'order-7' });
    await closed();
    expect(left).toMatchObject({ status: 'planned', detached: true, billedUsd: null });
    expect((await reading).goalposts.version).toMatch(/./);
    expect(world.simulator.jobs).toEqual([]);
    const again = await world.open().run({ ...clip, firstFrame: 'https://example.com/mug.png' }, { key: 'order-7' });
    expect(again).toMatchObject({ id: left.id, status: 'done', repeated: true });
    expect(world.simulator.jobs).toHaveLength(1);
  });

  test('a purchase that was just recorded is held by nobody: resume in another process gives it back and does not send it', async () => {
    await using world = await simulate();
    const { shotcaller, closed } = closedWhileRecording(world);
    const left = await shotcaller.run({ ...clip, firstFrame: 'https://example.com/mug.png' });
    await closed();
    expect(left).toMatchObject({ status: 'planned', detached: true });
    const next = world.open();
    expect(await next.resume()).toMatchObject([{ id: left.id, status: 'cancelled', resumable: false }]);
    expect(world.simulator.jobs).toEqual([]);
    expect((await next.ledger()).report.total.reservedUsd).toBe('0');
  });

  test('a purchase that has not begun is refused', async () => {
    await using world = await simulate({ speed: 1 });
    const shotcaller = world.open();
    const buying = Array.from({ length: 100 }, () => shotcaller.run(clip));
    const settled = Promise.allSettled(buying);
    await shotcaller.close();
    const refused = (await settled).filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(ShotcallerClosed);
  });

  test('a clip that is bought runs on, and a new Shotcaller on the same home brings it', async () => {
    await using world = await simulate({ speed: 50 });
    const shotcaller = world.open();
    const going = shotcaller.run(clip);
    await expect.poll(() => world.simulator.jobs.length).toBe(1);
    await shotcaller.close();
    const left = await going;
    expect(left).toMatchObject({ detached: true });
    expect(await world.open().resume()).toMatchObject([{ id: left.id, status: 'done' }]);
    expect(world.simulator.jobs).toHaveLength(1);
  });

  test('a batch stops as by its signal, and its next run goes on', async () => {
    await using world = await simulate({ speed: 50 });
    const rows = ['a', 'b', 'c'].map((id) => JSON.stringify({ id, prompt: id, duration: 4, resolution: '480p' }));
    const outFolder = join(world.home, 'out');
    const shotcaller = world.open();
    const list = await shotcaller.batch.readListText(rows.join('\n'), 'jsonl', { name: 'film' });
    const plan = await shotcaller.batch.plan(list, { concurrency: 1 });
    const going = shotcaller.batch.run(plan, { outFolder });
    await expect.poll(() => world.simulator.jobs.length).toBe(1);
    await shotcaller.close();
    expect(await going).toMatchObject({ detached: true });
    const next = await world.open().batch.run(plan, { outFolder });
    expect(next.clips.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(world.simulator.jobs).toHaveLength(3);
  });
});
