import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'shotcaller-built-'));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly talk: string;
}

/** The built program in a process of its own, in a fresh folder, with no key. */
function built(...words: readonly string[]): Promise<Ended> {
  return node([program, ...words], join(home, 'home'));
}

function node(words: readonly string[], shotcallerHome: string): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, NO_COLOR: '1', SHOTCALLER_HOME: shotcallerHome };
    execFile(process.execPath, words, { cwd: home, env }, (error, out, talk) => {
      resolve({ code: error ? ((error as { code?: number }).code ?? null) : 0, out, talk });
    });
  });
}

describe('The built command line', () => {
  test.each([
    [['models', '--catalog', 'bundled']],
    [['pick', '--duration', '5', '--catalog', 'bundled']],
    [['pick', '--duration', '5', '--catalog', 'bundled', '--json']],
    [['quote', 'google/veo-3.1', '--duration', '8', '--catalog', 'bundled']],
    [['preview', '--prompt', 'x', '--duration', '8', '--catalog', 'bundled', '--format', 'curl']],
    [['simulate', '--scenario', 'list']],
    [['--help']],
  ])('%j prints something and ends with 0', async (words) => {
    const { code, out } = await built(...words);
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(100);
  });

  test('prints a pick once, and reads a requirements file and a sentence', async () => {
    const file = join(home, 'clip.json');
    writeFileSync(file, '{"durationSeconds": 5, "resolution": "720p"}');
    const { out } = await built('pick', '--requirements', file, '--catalog', 'bundled');
    expect(out.match(/^Clip /gm)).toHaveLength(1);
    expect(out).toContain('5 s · 720p');
    const spoken = await built('pick', 'an 8 second vertical clip of a kite, cheap', '--catalog', 'bundled', '--json');
    expect(JSON.parse(spoken.out).requirements).toMatchObject({ durationSeconds: 8, aspectRatio: '9:16' });
    const why = await built('pick', '--duration', '5', '--catalog', 'bundled', '--why', 'google/veo-3.1');
    expect(why.out).toContain('It does not fit.');
  });

  test('runs the whole main job on the built-in simulator: the last line is the path of a clip', async () => {
    const clip = ['--prompt', 'a paper boat', '--duration', '4', '--resolution', '480p', '--aspect', '1:1', '--audio'];
    const { code, out, talk } = await built('run', ...clip, '--provider', 'bytedance', '--sidecar');
    expect(talk).toContain('Nothing is spent');
    expect(talk).toMatch(/Verified: 640x640, 4\.0\d s, with sound/);
    expect(code).toBe(0);
    const path = out.trim().split('\n').at(-1)!;
    expect(path).toMatch(/\.mp4$/);
    expect(readdirSync(home).filter((name) => path.endsWith(name))).toHaveLength(1);

    const jobs = JSON.parse((await built('jobs', '--json')).out);
    expect(jobs).toEqual([expect.objectContaining({ status: 'done', billedUsd: expect.any(String) })]);
    const ledger = JSON.parse((await built('ledger', '--json')).out);
    expect(ledger.total).toMatchObject({ jobs: 1, billedUsd: jobs[0].billedUsd, unknownBills: 0 });
    expect((await built('resume')).talk).toContain('No jobs are open');
    expect((await built('doctor')).code).toBe(0);
  });

  test('sells on the built-in simulator the list that pick chooses from', async () => {
    const record = {
      pricing_skus: { duration_seconds: '0.1' },
      supported_durations: [5],
      supported_resolutions: ['480p'],
      generate_audio: false,
    };
    const list = join(home, 'own-list.json');
    writeFileSync(list, JSON.stringify({ data: [{ id: 'maker/own-model', name: 'Own', ...record }] }));
    const clip = ['--prompt', 'a kite', '--duration', '5', '--resolution', '480p', '--catalog', list, '--json'];
    expect(JSON.parse((await built('pick', ...clip)).out).pick).toBe('maker/own-model');
    const { code, out, talk } = await built('run', ...clip);
    expect(code, talk).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: 'done', model: 'maker/own-model', billedUsd: '0.5' });
  });

  test('opens the ledger for a pick once after each change of it, and no database otherwise', async () => {
    const fresh = join(home, 'opened');
    const listing = join(home, 'loaded.cjs');
    // Of a native module only the file is seen, wherever it is loaded from.
    writeFileSync(
      listing,
      "process.on('exit', () => process.stderr.write(process.report.getReport().sharedObjects.join('\\n')));",
    );
    const opensDatabase = async () => {
      const words = ['pick', '--duration', '5', '--catalog', 'bundled', '--json'];
      const { talk } = await node(['--require', listing, program, ...words], fresh);
      return /libsql/.test(talk);
    };
    expect(await opensDatabase(), 'without a ledger').toBe(false);
    const clip = ['--prompt', 'a kite', '--duration', '5', '--resolution', '480p', '--catalog', 'bundled'];
    expect((await node([program, 'run', ...clip], fresh)).code).toBe(0);
    expect(await opensDatabase(), 'after a run').toBe(true);
    expect(await opensDatabase(), 'again').toBe(false);
  });

  test('a repeated job with the same key returns the first job', async () => {
    const words = ['run', '--prompt', 'a kite', '--duration', '5', '--resolution', '480p', '--key', 'kite-1', '--json'];
    const first = JSON.parse((await built(...words)).out);
    const second = JSON.parse((await built(...words)).out);
    expect(second).toMatchObject({ id: first.id, remoteId: first.remoteId, repeated: true });
  });

  test.each([
    ['that reads late', 'whole'],
    ['that goes away', 'none'],
  ])('a long answer to a reader %s over a descriptor that does not block ends well', async (_reader, wanted) => {
    const record = {
      pricing_skus: { duration_seconds: '0.1' },
      supported_durations: [5],
      supported_resolutions: ['720p'],
    };
    const data = Array.from({ length: 400 }, (_, n) => ({ id: `maker/model-${n}`, name: `Model ${n}`, ...record }));
    const file = join(home, 'many.json');
    writeFileSync(file, JSON.stringify({ data }));

    // Whoever touches Node's stream makes the descriptor one that does not block: a big write is refused when the buffer is full.
    const unblock = join(home, 'unblock.cjs');
    writeFileSync(unblock, 'process.stdout;');
    const words = ['pick', '--duration', '5', '--catalog', file, '--json'];
    const child = spawn(process.execPath, ['--require', unblock, program, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, SHOTCALLER_HOME: join(home, 'home') },
    });
    const reader = child.stdout;
    const ended = once(child, 'exit');
    await once(reader, 'readable');
    if (wanted === 'none') reader.destroy();
    else {
      const chunks = await reader.toArray();
      expect(JSON.parse(Buffer.concat(chunks).toString()).ranked).toHaveLength(400);
    }
    expect((await ended)[0]).toBe(0);
  });

  test('over the limit nobody fits: exit 3, and nothing is bought', async () => {
    const { code, talk } = await built(
      'run',
      '--prompt',
      'x',
      '--duration',
      '8',
      '--resolution',
      '4K',
      '--max-usd',
      '0.01',
    );
    expect(code).toBe(3);
    expect(talk).toContain('No model can make this clip');
  });
});
