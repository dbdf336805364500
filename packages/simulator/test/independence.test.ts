import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const packages = ['@hono/node-server', 'hono', 'image-size', 'ipaddr.js', 'jpeg-js', 'libsql', 'pngjs', 'zod'];

describe('the simulator shares no code with the product it tests', () => {
  it.each(files)('%s imports the simulator itself and these libraries only', (name) => {
    const text = readFileSync(`${folder}${name}`, 'utf8');
    for (const [, target = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      if (target.startsWith('.')) expect(resolve(dirname(`${folder}${name}`), target).startsWith(folder)).toBe(true);
      else expect(target.startsWith('node:') || packages.includes(packageOf(target)), target).toBe(true);
    }
  });
});

describe('the simulator is deterministic', () => {
  it.each(files.filter((name) => name !== 'clock.ts' && name !== 'state-file.ts'))(
    '%s asks neither the machine’s clock nor its dice',
    (name) => {
      expect(readFileSync(`${folder}${name}`, 'utf8')).not.toMatch(
        /Date\.now|Math\.random|new Date\(\)|randomUUID|setTimeout/,
      );
    },
  );
});

/** "@hono/node-server" of "@hono/node-server/utils/response". */
function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}
