import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../examples/', import.meta.url);
const programs = readdirSync(folder).filter((name) => name.endsWith('.mjs'));

describe('Every example', () => {
  test('there are at least five', () => expect(programs.length).toBeGreaterThanOrEqual(5));

  test.each(programs)('%s prints what stands in examples/expected', (program) => {
    const output = execFileSync(process.execPath, [fileURLToPath(new URL(program, folder))], { encoding: 'utf8' });
    const expected = readFileSync(new URL(`expected/${program.replace('.mjs', '.txt')}`, folder), 'utf8');
    expect(output.trimEnd()).toBe(expected.trimEnd());
  });
});
