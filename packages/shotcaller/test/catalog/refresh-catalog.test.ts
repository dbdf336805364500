import { spawn } from 'node:child_process';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledCatalog } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import { always, flood, serve } from '../outbound/local-server.ts';
import { list, record, temporaryFolder } from './list.ts';

const script = fileURLToPath(new URL('../../../../scripts/refresh-catalog.mjs', import.meta.url));
const bundledFile = fileURLToPath(new URL('../../../core/src/data/catalog.ts', import.meta.url));

async function refresh(target: string, ...flags: readonly string[]) {
  const child = spawn(process.execPath, [script, '--target', target, ...flags]);
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part) => (output.text += part));
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, output: output.text };
}

/** A copy of the real file, so that its marks and its form are the ones that are tested. */
async function copyOfBundled(): Promise<string> {
  const target = join(await temporaryFolder(), 'catalog.ts');
  await copyFile(bundledFile, target);
  return target;
}

/** The bundled records as they stand between the marks. */
async function bundledRecords(file = bundledFile): Promise<Record<string, unknown>[]> {
  const [, records] = /records: begin\n(.*),\n {2}\/\/ records: end/s.exec(await readFile(file, 'utf8'))!;
  return JSON.parse(`[${records}]`);
}

const count = bundledCatalog.models.length;

describe('refreshing the bundled catalogue', () => {
  test('with what is bundled changes nothing but source and date', async () => {
    const target = await copyOfBundled();
    const { origin } = await serve(always(list(...(await bundledRecords()))));
    const { exitCode, output } = await refresh(
      target,
      '--url',
      `${origin}/api/v1/videos/models`,
      '--as-of',
      '2026-11-22',
    );
    expect(output).toContain('Nothing changed.');
    expect(exitCode).toBe(0);
    const [before, after] = [await readFile(bundledFile, 'utf8'), await readFile(target, 'utf8')];
    expect(after).toContain(`asOf: '2026-11-22',\n  source: 'GET ${origin}/api/v1/videos/models',`);
    const withoutOrigin = (text: string) => text.replace(/asOf: .*\n {2}source: .*/, '');
    expect(withoutOrigin(after)).toBe(withoutOrigin(before));
  });

  test('shows new and gone models, capabilities and prices in per cent, and keeps facts only', async () => {
    const target = await copyOfBundled();
    const [first, ...rest] = await bundledRecords();
    const second = rest.find(({ seed }) => typeof seed === 'boolean');
    const others = rest.filter((entry) => entry !== second);
    const changed = { ...second, seed: null, pricing_skus: { duration_seconds: '0.2' } };
    const fresh = record('new/model', { supported_sizes: null, latency_hint: 'slow' });
    const saved = join(dirname(target), 'saved.json');
    await writeFile(saved, JSON.stringify({ data: [fresh, changed, ...others] }));
    const { exitCode, output } = await refresh(target, '--from', saved, '--as-of', '2026-11-22', '--source', 'a test');
    expect(exitCode).toBe(0);
    expect(output).toContain(`${count} models bundled, ${count} in a test as of 2026-11-22.`);
    expect(output).toContain('New models (1)\n  new/model\n');
    expect(output).toContain(`Gone models (1)\n  ${first!.id}\n`);
    expect(output).toMatch(new RegExp(`${second!.id} {2}seed: .* → not stated`));
    expect(output).toContain('Fields that are not kept (1)\n  latency_hint  in 1 models');
    const written = await bundledRecords(target);
    expect(written).toHaveLength(count);
    expect(Object.keys(written[0]!)).toEqual([
      'id',
      'name',
      'supported_resolutions',
      'supported_aspect_ratios',
      'supported_durations',
      'pricing_skus',
    ]);
    expect(await readdir(dirname(target))).toEqual(['catalog.ts', 'saved.json']);
  });

  test('writes what each model takes as types, with the day, and wide where nothing is stated', async () => {
    const target = await copyOfBundled();
    const [saved, types] = ['saved.json', 'types.ts'].map((name) => join(dirname(target), name)) as [string, string];
    const odd = record("new/it's", { supported_durations: null, allowed_passthrough_parameters: [] });
    const narrow = record('new/narrow', {
      supported_durations: [8, 4],
      supported_frame_images: ['first_frame'],
      allowed_passthrough_parameters: ['a-b'],
    });
    await writeFile(saved, JSON.stringify({ data: [...(await bundledRecords()), odd, narrow] }));
    await refresh(target, '--from', saved, '--as-of', '2026-11-22', '--types', types);
    const written = await readFile(types, 'utf8');
    expect(written).toContain(`${count + 2} video models takes, as its catalogue stated it on 2026-11-22.`);
    expect(written).toMatch(/'new\/it\\'s': \{ readonly durationSeconds: number; .*readonly passthrough: never \};/);
    expect(written).toMatch(
      /'new\/narrow': \{ readonly durationSeconds: 4 \| 8; .*firstFrame: Frame; readonly lastFrame: never; .*'a-b'/,
    );
  });

  test('the types that ship are those of the bundled catalogue', async () => {
    const { videoModelsSource } = await import('../../../../scripts/video-models.mjs');
    const shipped = await readFile(fileURLToPath(new URL('../../src/video-models.ts', import.meta.url)), 'utf8');
    expect(videoModelsSource(bundledCatalog)).toBe(shipped);
  });

  test('with --check writes nothing', async () => {
    const target = await copyOfBundled();
    const { origin } = await serve(always(list(...(await bundledRecords()).slice(1))));
    const { exitCode, output } = await refresh(target, '--url', origin, '--check');
    expect(exitCode).toBe(0);
    expect(output).toContain('Gone models (1)');
    expect(await readFile(target)).toEqual(await readFile(bundledFile));
  });

  test('says what a price did in per cent', async () => {
    const target = await copyOfBundled();
    const [first, ...others] = await bundledRecords();
    const priced = (rate: string) => list({ ...first, pricing_skus: { duration_seconds: rate } }, ...others);
    const saved = join(dirname(target), 'saved.json');
    await writeFile(saved, priced('0.10'));
    await refresh(target, '--from', saved, '--as-of', '2026-11-21');
    await writeFile(saved, priced('0.15'));
    const { output } = await refresh(target, '--from', saved, '--as-of', '2026-11-22', '--check');
    expect(output).toContain(`Changed prices (1)\n  ${first!.id}  duration_seconds: 0.10 → 0.15 (+50 %)\n`);
  });

  const few = Array.from({ length: Math.ceil(count / 2) - 1 }, (_, index) => record(`a/${index}`));
  test.each([
    ['fewer than half the models', always(list(...few)), 'fewer than half'],
    ['an empty list', always(list()), 'fewer than half'],
    ['a web page', always('<html>'), 'is not JSON'],
    ['truncated JSON', always('{"data":[{'), 'is not JSON'],
    ['no list', always('{}'), 'not a list of video models'],
    ['status 500', always('{}', { status: 500 }), 'status 500'],
    [
      '50 MB',
      (_: unknown, response: Parameters<typeof flood>[0]) => void flood(response, '[', 50_000_000),
      'more than 10 MB',
    ],
  ])('refuses %s and leaves the file alone', async (_what, listener, words) => {
    const target = await copyOfBundled();
    const { origin } = await serve(listener);
    const { exitCode, output } = await refresh(target, '--url', origin);
    expect(exitCode).toBe(1);
    expect(output).toContain(words);
    expect(await readFile(target)).toEqual(await readFile(bundledFile));
  });

  test.each([
    ['a saved list without a date', ['--from', 'SAVED']],
    ['a date that is none', ['--from', 'SAVED', '--as-of', 'yesterday']],
    ['a source that would end its string', ['--from', 'SAVED', '--as-of', '2026-11-22', '--source', "it's"]],
    ['an unknown flag', ['--force']],
    ['file and URL at once', ['--from', 'SAVED', '--url', 'http://127.0.0.1:9']],
  ])('shows its usage for %s', async (_what, flags) => {
    const target = await copyOfBundled();
    const saved = join(dirname(target), 'saved.json');
    await writeFile(saved, list(...(await bundledRecords())));
    const { exitCode, output } = await refresh(target, ...flags.map((flag) => flag.replace('SAVED', saved)));
    expect([exitCode, output]).toEqual([2, expect.stringContaining('Usage: ')]);
    expect(await readFile(target)).toEqual(await readFile(bundledFile));
  });
});
