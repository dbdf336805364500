import type { RefusedByService } from '@shotcaller/core';
import { expect, test } from 'vitest';
import { progressPrinter } from '../../src/cli/progress.ts';
import type { ProgressEvent } from '../../src/jobs/steps/step-context.ts';
import { at, sampleAttempt } from '../jobs/sample-job.ts';

const noCapacity: RefusedByService = {
  code: 'no_capacity',
  httpStatus: 503,
  message: 'no capacity',
  errorType: null,
  limitSource: null,
  providerName: null,
  availabilityCode: null,
  moderationReasons: [],
  issues: [],
};

/** A terminal whose renewed line and talk are kept, or a pipe; the clock moves by hand. */
async function printing({ columns }: { readonly columns?: number } = {}) {
  let talk = '';
  let line: string | undefined;
  let nowMs = Date.parse(at);
  let tick = () => {};
  const interrupt = new AbortController();
  const progress = await progressPrinter(
    {
      out: () => {},
      show: () => {},
      outJson: () => {},
      talkWhole: () => {},
      talk: (text: string) => {
        talk += text;
      },
      columns: 100,
      talkColumns: columns,
      liveLine:
        columns === undefined
          ? undefined
          : async () => ({
              show: (text: string) => {
                line = text;
              },
              clear: () => {
                line = undefined;
              },
            }),
      colour: false,
      interactive: false,
      readInput: async () => '',
      ask: async () => false,
    },
    {
      now: () => nowMs,
      signal: interrupt.signal,
      repeat(next) {
        tick = next;
        return () => {
          tick = () => {};
        };
      },
    },
  );
  return {
    ...progress,
    interrupt: () => interrupt.abort(),
    talk: () => talk,
    line: () => line,
    pass(seconds: number) {
      nowMs += seconds * 1000;
      tick();
    },
  };
}

const state = (changes: Parameters<typeof sampleAttempt>[0]): ProgressEvent =>
  ({ kind: 'state', from: 'planned', attempt: sampleAttempt(changes) }) as ProgressEvent;

test('an attempt that is sent again says why', async () => {
  const { tell, talk } = await printing();
  tell(state({ state: 'reserved', reason: noCapacity }));
  expect(talk()).toContain('no capacity');
  expect(talk()).toContain('Trying again');
});

test('an attempt on another model says why the one before did not deliver', async () => {
  const { tell, talk } = await printing();
  const from = sampleAttempt({
    model: 'a/first',
    state: 'failed',
    reason: { code: 'job_failed', message: 'content policy' },
  });
  tell({ kind: 'fallback', jobId: from.jobId, from, model: 'b/second' });
  expect(talk()).toMatch(/a\/first: .*content policy.* Trying b\/second/);
});

test('Ctrl-C while a request is under way says what is waited for; at any other time it says nothing of that', async () => {
  const during = await printing();
  during.tell(state({ state: 'submitting' }));
  during.interrupt();
  expect(during.talk()).toContain('Waiting for the answer to the request that was sent');
  const after = await printing();
  after.tell(state({ state: 'submitting' }));
  after.tell(state({ state: 'submitted', remoteId: 'gen-vid-1' }));
  after.interrupt();
  expect(after.talk()).not.toContain('Waiting for the answer');
  const ended = await printing();
  ended.tell(state({ state: 'submitting' }));
  ended.end();
  ended.interrupt();
  expect(ended.talk()).not.toContain('Waiting for the answer');
});

const poll = (low: number, high: number): ProgressEvent => ({
  kind: 'poll',
  attempt: sampleAttempt({ state: 'running', submittedAt: at }),
  nextPollMs: Date.parse(at) + 5000,
  remainingSeconds: { low, high },
});

test('on a terminal one line is renewed between events: phase, time so far, time expected', async () => {
  const { tell, pass, line, talk, end } = await printing({ columns: 80 });
  tell(state({ state: 'submitted', remoteId: 'gen-vid-1' }));
  expect(line()).toContain('Queued · 0 s so far');
  tell(poll(20, 45));
  expect(line()).toContain('Generating · 0 s so far · 20 s to 45 s to go');
  pass(12);
  expect(line()).toContain('Generating · 12 s so far · 8 s to 33 s to go');
  pass(10);
  expect(line()).toContain('up to 23 s to go');
  pass(30);
  expect(line()).toContain('longer than usual');
  tell({ kind: 'download', attempt: sampleAttempt({ state: 'downloading' }), bytes: 1_200_000, totalBytes: 4_000_000 });
  expect(line()).toContain('Downloading · 1.2 of 4.0 MB');
  expect(talk()).toBe('Bought: OpenRouter’s id is gen-vid-1\n');
  end();
  expect(line()).toBeUndefined();
});

test.each([20, 30, 40, 60])('in %d columns the line keeps whole words', async (columns) => {
  const { tell, line } = await printing({ columns });
  tell(poll(20, 45));
  expect(line()!.length).toBeLessThan(columns);
  expect('Generating · 0 s so far · 20 s to 45 s to go').toContain(line()!.slice(2));
});

test('what goes to a pipe has a line for each change and none that is renewed', async () => {
  const { tell, pass, line, talk } = await printing();
  tell(state({ state: 'submitted', remoteId: 'gen-vid-1' }));
  tell(poll(20, 45));
  pass(12);
  expect(line()).toBeUndefined();
  expect(talk()).toBe('Bought: OpenRouter’s id is gen-vid-1\nGenerating for 0 s; 20 s to 45 s to go\n');
});
