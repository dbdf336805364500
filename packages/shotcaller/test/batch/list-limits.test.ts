import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { patienceMs } from '../../../../tests/patience.ts';
import { ShotListError } from '../../src/batch/list/list-problem.ts';
import type { ListFormat } from '../../src/batch/list/raw-list.ts';
import { readShotListFile, readShotListText } from '../../src/batch/list/read-shot-list.ts';

const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, i) => line(i));

async function errorOf(text: string, format: ListFormat, name?: string): Promise<ShotListError> {
  const reading = readShotListText(text, format, name === undefined ? {} : { name });
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ShotListError);
  return error as ShotListError;
}

describe('a list that is too large', () => {
  test('as a file is refused by its size before it is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shotcaller-large-list-'));
    try {
      for (const name of ['shots.csv', 'shots.jsonl', 'shots.yaml', 'shots.json']) {
        const path = join(folder, name);
        await writeFile(path, 'id,prompt\n');
        await truncate(path, 100_000_000);
        await expect(readShotListFile(path)).rejects.toThrow(
          /has 1 problem\. Nothing was bought\.\n.*larger than 50 MB/,
        );
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test.each(['csv', 'jsonl', 'yaml'] as const)('as a text is refused by its size: %s', async (format) => {
    const { problems } = await errorOf('x'.repeat(50_000_001), format);
    expect(problems).toMatchObject([{ code: 'list_too_large', mostMegabytes: 50 }]);
  });

  test.each([
    ['yaml', `shots:\n${'- a\n'.repeat(1_500_000)}`],
    ['yaml', `[${'1,'.repeat(1_500_000)}1]`],
    ['jsonl', `{"id":"a","prompt":"x","reference":[${'1,'.repeat(1_500_000)}1]}`],
  ] as const)('by its number of small values is refused before they are parsed: %s', async (format, text) => {
    const { problems } = await errorOf(text, format);
    expect(problems[0]?.code).toBe('too_many_values');
  });

  test('but with large pictures in it is read', async () => {
    const picture = `data:image/png;base64,${'A'.repeat(4_000_000)}`;
    const { shots } = await readShotListText(`- {id: a, prompt: x, first_frame: "${picture}"}`, 'yaml');
    expect(shots[0]?.brief.requirements.firstFrame?.url).toBe(picture);
  });
});

describe('a list with something wrong in every row', () => {
  test('is told with its first problems and their number', async () => {
    const { message, problems } = await errorOf(
      ['id,prompt,duration', ...lines(10_000, (i) => `s${i},x,five`)].join('\n'),
      'csv',
    );
    expect(problems).toHaveLength(10_000);
    expect(message.split('\n')).toHaveLength(27);
    expect(message).toMatch(/^The list has 10000 problems\. Nothing was bought\.\n {2}line 2, .*… and 9975 more$/s);
  });

  test('is not read to its end when it has more problems than any list has shots', async () => {
    const { message, problems } = await errorOf('{\n'.repeat(300_000), 'jsonl');
    expect(problems).toHaveLength(20_000);
    expect(message).toMatch(/has at least 20000 problems.*perhaps others: the rest was not read$/s);
    const header = await errorOf(
      lines(100_000, (i) => `column${i}`)
        .join(',')
        .replace('column0', 'id'),
      'csv',
    );
    expect(header.problems).toHaveLength(20_000);
  });

  test('seeks what was meant for the first of the unknown shots that are continued, and names all', async () => {
    const { problems } = await errorOf(
      ['id,prompt,continues', ...lines(3000, (i) => `shot-${i},x,shot_${i}`)].join('\n'),
      'csv',
    );
    expect(problems).toHaveLength(3000);
    expect(problems[0]).toMatchObject({ code: 'continues_unknown', id: 'shot_0', nearest: 'shot-0' });
    expect(problems.filter((problem) => problem.code === 'continues_unknown' && problem.nearest)).toHaveLength(25);
  });
});

describe('a list that is made to be hard to read', () => {
  test(
    'may continue ten thousand shots in a row, in either order',
    async () => {
      const shot = (i: number, continues: number | null) =>
        JSON.stringify({ id: `s${i}`, prompt: 'x', ...(continues !== null && { continues: `s${continues}` }) });
      const onwards = lines(10_000, (i) => shot(i, i === 0 ? null : i - 1));
      const hashesOf = async (list: readonly string[]) =>
        new Map((await readShotListText(list.join('\n'), 'jsonl')).shots.map(({ id, hash }) => [id, hash]));
      const hashes = await hashesOf(onwards);
      expect(new Set(hashes.values()).size).toBe(10_000);
      expect(await hashesOf(onwards.toReversed())).toEqual(hashes);
      const { problems } = await errorOf(lines(10_000, (i) => shot(i, (i + 1) % 10_000)).join('\n'), 'jsonl');
      expect(problems).toMatchObject([{ code: 'continues_ring', line: 1 }]);
    },
    patienceMs,
  );

  test.each([
    ['yaml', `shots: ${'['.repeat(20_000)}`],
    ['yaml', `shots: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['yaml', `${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['yaml', `shots:\n  ${'- '.repeat(20_000)}a`],
    ['yaml', `shots:\n  ${'? '.repeat(20_000)}a`],
    ['yaml', lines(2000, (i) => `${' '.repeat(i)}a:`).join('\n')],
    ['jsonl', `{"id":"a","prompt":"x","reference":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ] as const)('by its depth says so: %s', async (format, text) => {
    const { problems, message } = await errorOf(text, format);
    expect(message).toMatch(/Lists or maps are nested too deeply/);
    expect(problems).toMatchObject([{ code: 'too_deep' }]);
  });

  test('is read with brackets in its words and texts that are indented far', async () => {
    const prompt = `${'[{'.repeat(200)} - ? ${'- '.repeat(200)}`;
    const text = `- id: a\n  prompt: x ${prompt.trim()}\n- id: b\n  prompt: |\n    first\n${' '.repeat(300)}second\n- id: c\n  prompt: "${prompt}"\n`;
    const { shots } = await readShotListText(text, 'yaml');
    expect(shots.map(({ brief }) => brief.requirements.prompt)).toEqual([
      `x ${prompt.trim()}`,
      `first\n${' '.repeat(296)}second\n`,
      prompt,
    ]);
  });

  test('by aliases that stand for each other says so, wherever they stand', async () => {
    const nine = (name: string) => `[${Array.from({ length: 9 }, () => name)}]`;
    const bomb = [
      `x-a: &a ${nine('x')}`,
      ...['b', 'c', 'd', 'e', 'f'].map((n, i) => `x-${n}: &${n} ${nine(`*${'abcde'[i]}`)}`),
    ];
    for (const rest of [
      'shots: [{id: a, prompt: *f}]',
      'name: *f\nshots: [{id: a, prompt: x}]',
      'defaults: {only: *f}\nshots: [{id: a, prompt: x}]',
    ]) {
      const { message } = await errorOf([...bomb, rest].join('\n'), 'yaml');
      expect(message).toMatch(/aliases \(\*name\) stand for more values/);
    }
    expect((await errorOf('name: &a [*a]\nshots: [{id: a, prompt: x}]', 'yaml')).problems).toMatchObject([
      { code: 'wrong_value', field: 'name' },
    ]);
    expect((await errorOf('shots: [{id: a, prompt: x, max_usd: &a {a: *a}}]', 'yaml')).problems).toHaveLength(1);
  });
});

describe('the names of a list', () => {
  test('an id is refused whose file name no disk takes, in any script', async () => {
    const read = (id: string) => readShotListText(JSON.stringify({ id, prompt: 'x' }), 'jsonl');
    expect((await read('夜'.repeat(66))).shots).toHaveLength(1);
    for (const id of ['夜'.repeat(67), '𠀀'.repeat(80), `a${'\u0301'.repeat(79)}${'b'.repeat(79)}`]) {
      const { problems } = await errorOf(JSON.stringify({ id, prompt: 'x' }), 'jsonl');
      expect(problems).toMatchObject([{ code: 'id_unusable' }]);
      const [problem] = problems;
      const nearest = problem?.code === 'id_unusable' ? problem.nearest : null;
      expect((await read(nearest ?? '')).shots[0]?.id).toBe(nearest);
    }
  });

  test('the name of a batch is one name in both forms of Unicode', async () => {
    const nameOf = async (name: string) => (await readShotListText('- {id: a, prompt: x}', 'yaml', { name })).name;
    expect(await nameOf('Ku\u0308che')).toBe(await nameOf('K\u00fcche'));
  });

  test.each(['constructor', 'toString', '__proto__'])('words of the language itself mean nothing: %s', async (word) => {
    const csv = `id,prompt,audio,${word}\n${word === '__proto__' ? 'a' : word},x,${word},1\n`;
    const { problems } = await errorOf(csv, 'csv');
    expect(problems.map(({ code, field }) => [code, field])).toEqual([
      ['unknown_field', word],
      ['requirement', 'audio'],
    ]);
    expect(problems[1]).toMatchObject({ problem: { value: JSON.stringify(word) } });
  });
});
