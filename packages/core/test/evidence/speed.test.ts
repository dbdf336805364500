import { describe, expect, it } from 'vitest';
import { bundledEvidence } from '../../src/data/evidence.ts';
import type { Evidence, Latency, OwnRun } from '../../src/evidence/evidence.ts';
import { estimateSpeed } from '../../src/evidence/speed.ts';
import { question } from './question.ts';

const speedOf = (id: string, changes = {}, evidence: Evidence = bundledEvidence) =>
  estimateSpeed({ id }, question(changes), evidence);

describe('published times', () => {
  it('give a posterior between them and the prior', () => {
    // kling-v3.0-std, two runs of 132 s for 5 s on another host: y = ln 132 + 0.95 × ln(6/5) = 5.056
    // v = 0.32²/2 + 0.20² + 0.08² × 62 / 30 = 0.104; prior ln 115 = 4.745, 0.83² = 0.689; posterior 5.015, variance 0.091
    const speed = speedOf('kwaivgi/kling-v3.0-std');
    expect(speed.p50SixSecondClip).toBeCloseTo(150.6, 1);
    expect(speed.logStandardDeviation).toBeCloseTo(0.301, 3);
    // p90 = 150.6 × exp(1.1432 × sqrt(0.091 + 0.1024)) = 249
    expect(Math.round(speed.p90Seconds)).toBe(249);
    expect(speed.basis).toMatchObject({ level: 'linked', n: 2, nUnit: 'clips', asOf: '2026-08-06', ageDays: 62 });
    expect(speed.basis.notes).toEqual(['other_provider']);
  });

  it('are taken in the middle of the polling interval', () => {
    // seedance-2.0-mini through OpenRouter: (51.4 + 61.6) / 2 = 56.5 s for 4 s: y = ln 56.5 + 0.95 × ln 1.5 = 4.419
    // v = 0.32² + 0.20² of another day + 0.08² × 5 / 30 = 0.143
    const speed = speedOf('bytedance/seedance-2.0-mini');
    expect(speed.p50SixSecondClip).toBeCloseTo(87.8, 1);
    expect(speed.basis).toMatchObject({ level: 'published', n: 1, notes: [] });
  });

  it('scale to the clip asked for with its length to the power 0.95', () => {
    const six = speedOf('kwaivgi/kling-v3.0-std');
    const twelve = speedOf('kwaivgi/kling-v3.0-std', { durationSeconds: 12 });
    expect(twelve.p50Seconds / six.p50Seconds).toBeCloseTo(2 ** 0.95, 6);
    expect(twelve.p50SixSecondClip).toBe(six.p50SixSecondClip);
    expect(speedOf('kwaivgi/kling-v3.0-std', { durationSeconds: null })).toEqual(six);
  });

  it('are left out without a clip length, and said to be', () => {
    expect(speedOf('alibaba/wan-2.6').basis.notes).toEqual(['times_without_clip_length_left_out']);
    expect(speedOf('alibaba/wan-2.6').basis.level).toBe('sibling');
  });

  it('do not use lower bounds as times, and say that one was seen', () => {
    const withoutBounds: Evidence = {
      ...bundledEvidence,
      latencies: {
        ...bundledEvidence.latencies,
        latencies: bundledEvidence.latencies.latencies.filter((row) => !row.lowerBound),
      },
    };
    const fast = 'bytedance/seedance-2.0-fast';
    expect(speedOf(fast).p50Seconds).toBe(speedOf(fast, {}, withoutBounds).p50Seconds);
    expect(speedOf(fast).basis.notes).toContain('unfinished_run_seen');
  });

  it('with refusals inside are flagged, and the refusals not counted as clips', () => {
    // kling-v3.0-pro on fal: 8 + (8 − 2) + 2 + 2 + 2 clips
    expect(speedOf('kwaivgi/kling-v3.0-pro').basis).toMatchObject({ n: 20 });
    expect(speedOf('kwaivgi/kling-v3.0-pro').basis.notes).toContain('failures_inside_time');
  });

  it('count for one provider as at most eight clips', () => {
    const row: Latency = {
      ...bundledEvidence.latencies.latencies.find(({ model }) => model === 'bytedance/seedance-2.0-mini')!,
      model: 'test/model',
      durationSeconds: 6,
      seconds: 50,
      intervalLowSeconds: null,
    };
    const withClips = (clips: number) =>
      speedOf(
        'test/model',
        {},
        { ...bundledEvidence, latencies: { ...bundledEvidence.latencies, latencies: [{ ...row, clips }] } },
      );
    expect(withClips(8).logStandardDeviation).toBe(withClips(800).logStandardDeviation);
    expect(withClips(7).logStandardDeviation).toBeGreaterThan(withClips(8).logStandardDeviation);
  });
});

describe('published times', () => {
  it('age: the older they are, the less sure', () => {
    const later = speedOf('kwaivgi/kling-v3.0-std', { now: '2027-10-07' });
    expect(later.logStandardDeviation).toBeGreaterThan(speedOf('kwaivgi/kling-v3.0-std').logStandardDeviation);
  });

  it('of OpenRouter itself are of another day, and never as sure as own runs of today', () => {
    const [row] = bundledEvidence.latencies.latencies.filter(({ viaOpenRouter }) => viaOpenRouter);
    const latencies = [{ ...row!, model: 'test/model', seconds: 60, durationSeconds: 6, clips: 8, asOf: '2026-10-07' }];
    const published = { ...bundledEvidence, latencies: { ...bundledEvidence.latencies, latencies } };
    const run = { model: 'test/model', seconds: 60, durationSeconds: 6, endedAt: '2026-10-07' };
    const measured = { ...bundledEvidence, runs: Array.from({ length: 8 }, () => run) };
    expect(speedOf('test/model', {}, published).logStandardDeviation).toBeGreaterThan(
      speedOf('test/model', {}, measured).logStandardDeviation,
    );
  });
});

describe('a model that fails', () => {
  it('takes as much longer to a result as it needs further tries', () => {
    const outcomes = [{ model: 'kwaivgi/kling-v3.0-std', succeeded: 0, failed: 10 }];
    const failing = speedOf('kwaivgi/kling-v3.0-std', {}, { ...bundledEvidence, outcomes });
    // Beta(9.5, 0.5) and ten failures: 9.5 of 20 succeed.
    expect(failing.successRate).toBeCloseTo(0.475, 9);
    expect(failing.p50SixSecondClip).toBe(speedOf('kwaivgi/kling-v3.0-std').p50SixSecondClip);
    expect(failing.secondsToResultSixSecondClip).toBeCloseTo(failing.p50SixSecondClip / 0.475, 9);
  });
});

describe('a model that is newer than the tables', () => {
  it('starts from the line of its make', () => {
    expect(speedOf('alibaba/wan-4.0').basis).toMatchObject({ level: 'sibling' });
    expect(speedOf('alibaba/wan-4.0').basis.source).toContain('alibaba/wan-3.0-prime');
    expect(speedOf('google/veo-4-fast').basis.level).toBe('sibling');
    expect(speedOf('nobody/wan-4.0').basis.level).toBe('prior');
  });
});

describe('no time of its own', () => {
  it('borrows from the timed models of the line, around the mean of the line', () => {
    // Siblings y (v): 4.975 (0.156), 4.863 (0.104), 4.419 (0.144), 5.174 (0.078); inside the line 0.44² = 0.194
    // Line: prior 4.745 (0.495), weights 1/(v + 0.194) = 2.86, 3.36, 2.97, 3.68 and 2.02: mean 4.857, variance 0.0672
    // SD = sqrt(0.0672 + 0.194) = 0.511; exp(4.857) = 129 s
    const speed = speedOf('bytedance/seedance-1-5-pro');
    expect(speed.p50SixSecondClip).toBeCloseTo(128.6, 0);
    expect(speed.logStandardDeviation).toBeCloseTo(0.511, 3);
    expect(speed.basis.level).toBe('sibling');
    expect(speed.basis.source).toContain('bytedance/seedance-2.0-mini');
  });

  it('is surer than the prior with one sibling, and no surer than the spread of a line with many', () => {
    expect(speedOf('alibaba/happyhorse-1.0').logStandardDeviation).toBeLessThan(0.83);
    expect(speedOf('bytedance/seedance-1-5-pro').logStandardDeviation).toBeGreaterThan(0.44);
  });

  it('does not borrow inside a line whose speeds lie worlds apart', () => {
    const withNewcomer: Evidence = {
      ...bundledEvidence,
      siblings: {
        ...bundledEvidence.siblings,
        lines: bundledEvidence.siblings.lines.map((line) =>
          line.name === 'Hailuo' ? { ...line, models: [...line.models, 'minimax/hailuo-4'] } : line,
        ),
      },
    };
    expect(speedOf('minimax/hailuo-4', {}, withNewcomer).basis.level).toBe('prior');
  });

  it('is the spread of all models, marked as a prior', () => {
    const speed = speedOf('nobody/unheard-of');
    expect(speed.p50SixSecondClip).toBeCloseTo(115, 9);
    expect(speed.logStandardDeviation).toBeCloseTo(0.83, 9);
    expect(speed.basis).toMatchObject({ level: 'prior', n: null, asOf: null });
  });

  it('holds for tasks that are not the making of a clip', () => {
    expect(speedOf('bytedance/seedance-2.0-mini', { task: 'edit' }).basis).toMatchObject({
      level: 'prior',
      notes: ['no_times_for_task'],
    });
  });
});

describe('own runs', () => {
  const run: OwnRun = {
    model: 'x-ai/grok-imagine-video',
    seconds: 60,
    durationSeconds: 6,
    endedAt: '2026-10-07T10:00:00Z',
  };
  const withRuns = (runs: readonly OwnRun[]) => ({ ...bundledEvidence, runs });

  it('pull the estimate to them and are named measured', () => {
    const published = speedOf(run.model);
    const measured = speedOf(run.model, {}, withRuns([run, run, run]));
    // Three runs of today: variance 0.1024 / 3 = 0.034.
    expect(measured.p50Seconds).toBeGreaterThan(published.p50Seconds);
    expect(measured.logStandardDeviation).toBeCloseTo(
      (1 / published.logStandardDeviation ** 2 + 3 / 0.1024) ** -0.5,
      9,
    );
    expect(measured.basis).toMatchObject({ level: 'measured', n: 3, asOf: run.endedAt, ageDays: 0 });
  });

  it('lose half of their weight in 14 days', () => {
    const model = 'nobody/unheard-of';
    const old = { ...run, model, endedAt: '2026-09-23T10:00:00Z' };
    const one = { ...run, model };
    const twoOld = speedOf(model, {}, withRuns([old, old]));
    expect(twoOld.logStandardDeviation).toBeCloseTo(speedOf(model, {}, withRuns([one])).logStandardDeviation, 9);
  });

  it('above five bring a spread of their own, drawn towards 0.32', () => {
    const model = 'nobody/unheard-of';
    const steady = Array.from({ length: 6 }, () => ({ ...run, model }));
    // No spread at all in six runs: sqrt((0 + 5 × 0.32²) / (5 + 5)) = 0.226
    const six = speedOf(model, {}, withRuns(steady));
    expect(six.logStandardDeviation).toBeCloseTo((1 / 0.83 ** 2 + 6 / 0.22627 ** 2) ** -0.5, 4);
    const five = speedOf(model, {}, withRuns(steady.slice(1)));
    expect(five.logStandardDeviation).toBeCloseTo((1 / 0.83 ** 2 + 5 / 0.32 ** 2) ** -0.5, 9);
  });

  it('of an upscale say nothing about a new clip', () => {
    const upscale: OwnRun = { ...run, task: 'upscale' };
    expect(speedOf(run.model, {}, withRuns([upscale]))).toEqual(speedOf(run.model));
  });

  it('inform the siblings too', () => {
    const slow = { ...run, seconds: 400 };
    const lite = 'x-ai/grok-imagine-video-1.5-lite';
    expect(speedOf(lite, {}, withRuns([slow, slow])).p50Seconds).toBeGreaterThan(speedOf(lite).p50Seconds);
  });
});

describe('failures', () => {
  it('never enter a time: they feed a success rate that starts at 95 %', () => {
    // (9.5 + 63) / (10 + 72) = 0.884; (9.5 + 8) / (10 + 10) = 0.875
    expect(speedOf('kwaivgi/kling-v3.0-std').successRate).toBeCloseTo(0.95, 9);
    expect(speedOf('bytedance/seedance-2.5').successRate).toBeCloseTo(0.884, 3);
    const failing = { ...bundledEvidence, outcomes: [{ model: 'kwaivgi/kling-v3.0-std', succeeded: 8, failed: 2 }] };
    const speed = speedOf('kwaivgi/kling-v3.0-std', {}, failing);
    expect(speed.successRate).toBeCloseTo(0.875, 9);
    expect(speed.p50Seconds).toBe(speedOf('kwaivgi/kling-v3.0-std').p50Seconds);
  });
});
