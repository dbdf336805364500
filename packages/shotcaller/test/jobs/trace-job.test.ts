import { type Attributes, trace } from '@opentelemetry/api';
import { metrics, NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { traceOfJob } from '../../src/jobs/tracing/traceparent.ts';
import { type Simulated, simulate } from './simulated.ts';

const spans = new tracing.InMemorySpanExporter();
const measured = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.DELTA);
const reader = new metrics.PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 3_600_000 });
const sdk = new NodeSDK({
  spanProcessors: [new tracing.SimpleSpanProcessor(spans)],
  metricReaders: [reader],
  instrumentations: [],
  autoDetectResources: false,
});
const model = 'google/veo-3.1-lite';
const clip = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '720p' } as const;
const options = { model, output: 'clip.mp4' };

sdk.start();
afterAll(() => sdk.shutdown());
beforeEach(() => spans.reset());

const named = (name: string) => spans.getFinishedSpans().filter((span) => span.name === name);
const spanIds = () => spans.getFinishedSpans().map((span) => span.spanContext().traceId);

/** Buys with one worker that lets go as soon as the service has the job, and finishes with another. */
async function carriedByTwo(simulated: Simulated): Promise<string> {
  const first = simulated.open();
  const letGo = new AbortController();
  const bought = await first.run(clip, {
    ...options,
    signal: letGo.signal,
    onProgress: (event) => {
      if (event.kind === 'state' && event.attempt.state === 'submitted') letGo.abort();
    },
  });
  expect(bought).toMatchObject({ detached: true });
  const [resumed] = await simulated.open().resume([bought.id as string]);
  expect(resumed).toMatchObject({ status: 'done' });
  return bought.id as string;
}

describe('the trace of a job', () => {
  test('is one, over two workers: the order, then a short span for each step, and the attempt from order to end', async () => {
    await using simulated = await simulate();
    const jobId = await carriedByTwo(simulated);
    expect(new Set(spanIds()).size).toBe(1);
    const [order] = named('shotcaller order');
    const [attempt] = named(`generate_content ${model}`);
    expect(named('shotcaller submit')).toHaveLength(1);
    expect(named('shotcaller poll').length).toBeGreaterThan(0);
    expect(named('shotcaller download')).toHaveLength(1);
    for (const span of spans.getFinishedSpans()) {
      if (span !== order) expect(span.parentSpanContext?.spanId).toBe(order!.spanContext().spanId);
      expect(span.attributes['shotcaller.job.id']).toBe(jobId);
    }
    expect(attempt!.attributes).toMatchObject({
      'gen_ai.operation.name': 'generate_content',
      'gen_ai.request.model': model,
      'gen_ai.response.id': expect.stringMatching(/^gen-vid-/),
      'shotcaller.attempt.state': 'done',
      'shotcaller.billed_usd': expect.any(Number),
    });
    const seconds = ({ startTime, endTime }: tracing.ReadableSpan) => endTime[0] - startTime[0];
    for (const step of [...named('shotcaller submit'), ...named('shotcaller download')]) {
      expect(seconds(step)).toBeLessThanOrEqual(seconds(attempt!));
    }
  });

  test('holds no prompt, no key and no address', async () => {
    await using simulated = await simulate();
    await carriedByTwo(simulated);
    const told = JSON.stringify(
      spans.getFinishedSpans().map(({ name, attributes, events, status }) => [name, attributes, events, status]),
    );
    expect(told).not.toContain(clip.prompt);
    expect(told).not.toContain('sk-or-test');
    expect(told).not.toMatch(/https?:/);
  });

  test('goes on within the trace of whoever orders', async () => {
    await using simulated = await simulate();
    const shotcaller = simulated.open();
    const root = await trace.getTracer('app').startActiveSpan('my request', async (span) => {
      await shotcaller.run(clip, options);
      span.end();
      return span.spanContext();
    });
    expect(new Set(spanIds())).toEqual(new Set([root.traceId]));
    expect(named('shotcaller order')[0]!.parentSpanContext?.spanId).toBe(root.spanId);
  });

  test('is no part of the order: the same key within another trace is the same job', async () => {
    await using simulated = await simulate();
    const shotcaller = simulated.open();
    const ordered = { ...options, key: 'once' };
    const first = await shotcaller.run(clip, ordered);
    const again = await trace.getTracer('app').startActiveSpan('another request', async (span) => {
      const result = await shotcaller.run(clip, ordered);
      span.end();
      return result;
    });
    expect(again).toMatchObject({ id: first.id, repeated: true });
  });

  test('of a refused order names the reason, and the attempt ends as an error', async () => {
    await using simulated = await simulate({ scenario: 'submit-403' });
    await simulated.open().run(clip, options);
    const [attempt] = named(`generate_content ${model}`);
    expect(attempt!.status).toMatchObject({ code: 2, message: 'request_refused' });
    expect(attempt!.attributes['error.type']).toBe('request_refused');
    expect(named('shotcaller submit')[0]!.status.code).toBe(2);
  });

  test('is measured: seconds by model, without an id', async () => {
    await using simulated = await simulate();
    const { id } = await simulated.open().run(clip, options);
    await reader.forceFlush();
    const points = measured
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
      .filter(({ descriptor }) => descriptor.name === 'gen_ai.client.operation.duration')
      .flatMap(({ dataPoints }): readonly { readonly attributes: Attributes }[] => dataPoints);
    expect(points.map(({ attributes }) => attributes['gen_ai.request.model'])).toContain(model);
    expect(JSON.stringify(points)).not.toContain(id);
  });
});

test('a job that was ordered while nobody traced has the same trace on every machine', () => {
  expect(traceOfJob('shot-1')).toEqual(traceOfJob('shot-1'));
  expect(traceOfJob('shot-1').traceId).not.toBe(traceOfJob('shot-2').traceId);
});
