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

function printing() {
  let talk = '';
  const interrupt = new AbortController();
  const progress = progressPrinter(
    {
      out: () => {},
      talk: (text) => {
        talk += text;
      },
      rewriteLine: (text) => {
        talk += `${text}\r`;
      },
      columns: 100,
      colour: false,
      interactive: false,
      readInput: async () => '',
      ask: async () => false,
    } as Parameters<typeof progressPrinter>[0],
    () => Date.parse(at),
    interrupt.signal,
  );
  return { ...progress, interrupt: () => interrupt.abort(), talk: () => talk };
}

const state = (changes: Parameters<typeof sampleAttempt>[0]): ProgressEvent =>
  ({ kind: 'state', from: 'planned', attempt: sampleAttempt(changes) }) as ProgressEvent;

test('an attempt that is sent again says why', () => {
  const { tell, talk } = printing();
  tell(state({ state: 'reserved', reason: noCapacity }));
  expect(talk()).toContain('no capacity');
  expect(talk()).toContain('Trying again');
});

test('an attempt on another model says why the one before did not deliver', () => {
  const { tell, talk } = printing();
  const from = sampleAttempt({
    model: 'a/first',
    state: 'failed',
    reason: { code: 'job_failed', message: 'content policy' },
  });
  tell({ kind: 'fallback', jobId: from.jobId, from, model: 'b/second' });
  expect(talk()).toMatch(/a\/first: .*content policy.* Trying b\/second/);
});

test('Ctrl-C while a request is under way says what is waited for; at any other time it says nothing of that', () => {
  const during = printing();
  during.tell(state({ state: 'submitting' }));
  during.interrupt();
  expect(during.talk()).toContain('Waiting for the answer to the request that was sent');
  const after = printing();
  after.tell(state({ state: 'submitting' }));
  after.tell(state({ state: 'submitted', remoteId: 'gen-vid-1' }));
  after.interrupt();
  expect(after.talk()).not.toContain('Waiting for the answer');
  const ended = printing();
  ended.tell(state({ state: 'submitting' }));
  ended.end();
  ended.interrupt();
  expect(ended.talk()).not.toContain('Waiting for the answer');
});
