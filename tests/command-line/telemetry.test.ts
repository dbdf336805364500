import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const prompt = 'a secret product on a table';

interface Sent {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string; readonly traceId: string }[] }[];
  }[];
}

test('run exports one trace to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names, without the prompt', async () => {
  const bodies: string[] = [];
  const collector = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.end('{}');
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-traced-'));
  try {
    const words = [
      'run',
      '--prompt',
      prompt,
      '--duration',
      '4',
      '--resolution',
      '720p',
      '--catalog',
      'bundled',
      '--yes',
    ];
    const { stderr } = await promisify(execFile)(process.execPath, [program, ...words], {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        SHOTCALLER_HOME: join(home, 'home'),
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      },
    });
    expect(stderr).not.toContain('OpenTelemetry');
  } finally {
    collector.close();
  }
  const spans = bodies
    .flatMap((body) => (JSON.parse(body) as Sent).resourceSpans ?? [])
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(spans.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['shotcaller order', 'shotcaller submit', 'shotcaller poll', 'shotcaller download']),
  );
  expect(bodies.join('\n')).not.toContain(prompt);
  expect(bodies.join('\n')).toContain('gen_ai.client.operation.duration');
});
