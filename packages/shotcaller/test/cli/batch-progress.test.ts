import { expect, test } from 'vitest';
import type { PlannedClip } from '../../src/batch/plan/batch-plan.ts';
import type { BatchProgress } from '../../src/batch/run/batch-state.ts';
import type { ClipResult } from '../../src/batch/run/clip-result.ts';
import type { RunningClip } from '../../src/batch/run/clip-unit.ts';
import { batchPrinter } from '../../src/cli/batch-progress.ts';
import { widthOf } from '../../src/cli/render/wrap.ts';

const startMs = Date.parse('2026-11-22T12:00:00Z');

function clip(shot: string, change: Partial<RunningClip> = {}): RunningClip {
  const outcome = { kind: 'to_buy', expectedTime: { p50Seconds: 60, p90Seconds: 90 } };
  return {
    shot,
    take: 1,
    state: 'waiting',
    model: 'google/veo-3.1-lite',
    job: null,
    ordered: null,
    file: null,
    earlier: false,
    whyNot: null,
    sinceMs: null,
    planned: { shot, take: 1, outcome } as PlannedClip,
    ...change,
  };
}

const making = (shot: string) => clip(shot, { state: 'generating', sinceMs: startMs });

function progress(clips: readonly RunningClip[], changed: ClipResult | null = null): BatchProgress {
  return { changed, clips, inFlight: 0, committedUsd: '1.2' };
}

/** A terminal whose renewed lines and talk are kept, or a pipe; the clock moves by hand. */
async function printing({ columns }: { readonly columns?: number } = {}) {
  const kept = { talk: '', live: '', nowMs: startMs, tick: () => {} };
  const interrupt = new AbortController();
  const printer = await batchPrinter(
    {
      out: () => {},
      show: () => {},
      talk: (text) => {
        kept.talk += text;
      },
      outJson: () => {},
      talkWhole: () => {},
      columns: 100,
      talkColumns: columns,
      liveLine:
        columns === undefined
          ? undefined
          : async () => ({
              show: (...lines) => {
                kept.live = lines.join('\n');
              },
              clear: () => {
                kept.live = '';
              },
            }),
      colour: false,
      interactive: false,
      readInput: async () => '',
      ask: async () => false,
    },
    {
      maxUsd: '10',
      timeLeft: async () => ({ p10Seconds: 60, p50Seconds: 90, p90Seconds: 240 }),
      now: () => kept.nowMs,
      signal: interrupt.signal,
      repeat(next) {
        kept.tick = next;
        return () => {
          kept.tick = () => {};
        };
      },
    },
  );
  return { kept, printer, interrupt };
}

test.each([60, 80, 120])('on a terminal of %i columns no line is wider, and the sums stand', async (columns) => {
  const { kept, printer } = await printing({ columns });
  const long = 'a-shot-with-a-name-of-eighty-characters-that-a-film-person-would-surely-never-type-in';
  const clips = [clip('done', { state: 'done' }), making(long), making('夜の湖'), clip('later')];
  printer.tell(progress(clips));
  await Promise.resolve();
  kept.nowMs += 30_000;
  kept.tick();
  const lines = kept.live.split('\n');
  expect(lines.filter((line) => widthOf(line) >= columns)).toEqual([]);
  expect(lines.at(-1)).toContain('1 of 4 done');
  expect(lines.at(-1)).toContain('$1.20 of $10.00');
  expect(lines.at(-1)).toContain('60 s to 4 min to go');
  expect(lines.find((line) => line.startsWith('夜の湖'))).toMatch(/generating.*30 s.*up to 60 s/);
});

test('on a terminal the clips being made are named, eight at most, and what has ended stays above them', async () => {
  const { kept, printer } = await printing({ columns: 100 });
  const clips = Array.from({ length: 12 }, (_, index) => making(`s${index + 1}`));
  printer.tell(progress(clips));
  expect(kept.live).toMatch(/s8 .*\n… and 4 more\n/);
  const done = { ...clips[0]!, state: 'done', file: { path: '/clips/s1.mp4' } } as RunningClip;
  printer.tell(progress([done, ...clips.slice(1)], done));
  printer.tell(progress([done, ...clips.slice(1)], done));
  expect(kept.talk).toBe('s1: done, google/veo-3.1-lite, s1.mp4\n');
  expect(kept.live).not.toMatch(/^s1 /m);
  kept.nowMs += 3_600_000;
  kept.tick();
  expect(kept.live).toMatch(/s2 .*longer than usual/);
  printer.end();
  expect(kept.live).toBe('');
});

test('through a pipe each end is a line with the count and the time left', async () => {
  const { kept, printer } = await printing();
  const failed = clip('s1', { state: 'failed', whyNot: { code: 'error', message: 'disk full' } });
  printer.tell(progress([failed, making('s2')]));
  await Promise.resolve();
  printer.tell(progress([failed, making('s2')], failed));
  expect(kept.talk).toBe('s1: failed, google/veo-3.1-lite. disk full (0 of 2, 60 s to 4 min to go)\n');
});

test('Ctrl-C says that what is bought runs on', async () => {
  const { kept, printer, interrupt } = await printing({ columns: 80 });
  printer.tell(progress([making('s1')]));
  interrupt.abort();
  expect(kept.talk).toMatch(/Clips that are bought continue at OpenRouter/);
});

test('a name that steers a terminal is shown, not obeyed', async () => {
  const { kept, printer } = await printing({ columns: 80 });
  const evil = clip('s1', { state: 'failed', model: 'a/\u001b[2Jb\u202e', whyNot: null });
  printer.tell(progress([evil, making('s2\u001b[0m')], evil));
  for (const mark of ['\u001b', '\u202e']) expect(kept.talk + kept.live).not.toContain(mark);
});
