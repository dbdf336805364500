import { describe, expect, it } from 'vitest';
import { parseRooms } from '../src/index.ts';
import { jsonOf, lantern, rig } from './client-calls.ts';

describe('a limit of jobs at once', () => {
  it('refuses what is beyond it with the answer of a full provider pool, and leaves no job', async () => {
    const { submit, simulator } = rig({ jobsAtOnce: parseRooms('2') });
    const answers = [await submit(lantern), await submit(lantern), await submit(lantern)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(answers[2]?.headers.get('retry-after')).toBe('2');
    expect((await jsonOf(answers[2]!)).error).toMatchObject({
      code: 429,
      metadata: { limit_source: 'upstream_provider_shared_pool', provider_name: 'google', retry_after_seconds: 2 },
    });
    expect(simulator.jobs).toHaveLength(2);
  });

  it('is each provider’s own, whichever of its models is asked', async () => {
    const { submit } = rig({ jobsAtOnce: parseRooms('1') });
    const statusOf = async (model: string) => (await submit({ model, prompt: 'x' })).status;
    expect(await statusOf('google/veo-3.1-lite')).toBe(202);
    expect(await statusOf('google/veo-3.1')).toBe(429);
    expect(await statusOf('bytedance/seedance-2.0')).toBe(202);
  });

  it('has room again when a job has ended', async () => {
    const { submit, clock } = rig({ jobsAtOnce: parseRooms('1') });
    await submit(lantern);
    expect((await submit(lantern)).status).toBe(429);
    await clock.advance(4 * 3600 * 1000);
    expect((await submit(lantern)).status).toBe(202);
  });

  it('moves at its times, in simulated seconds', async () => {
    const { submit, clock } = rig({ jobsAtOnce: parseRooms('3,1@60,4@120'), speed: 10, lifetimeSeconds: 10_000 });
    const stuck = { 'x-simulator-scenario': 'job-stuck' };
    const accepted = async (count: number) => {
      const answers = await Promise.all(Array.from({ length: count }, () => submit(lantern, stuck)));
      return answers.filter(({ status }) => status === 202).length;
    };
    expect(await accepted(1)).toBe(1);
    await clock.advance(6000);
    expect(await accepted(2)).toBe(0);
    await clock.advance(6000);
    expect(await accepted(5)).toBe(3);
  });

  it.each(['', 'many', '12@', '5@-1', '12;5@3', '1.5'])('cannot be %j', (text) => {
    expect(() => parseRooms(text)).toThrow(/no number of jobs at once/);
  });
});
