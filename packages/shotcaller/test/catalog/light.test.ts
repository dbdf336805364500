import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** Packages that a module loads at once, through all of its own files; what it imports when needed does not count. */
async function loadedAtOnce(file: URL, seen = new Set<string>()): Promise<readonly string[]> {
  if (seen.has(file.href)) return [];
  seen.add(file.href);
  const source = await readFile(file, 'utf8');
  const imports = [...source.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm)].map(([, name]) => name!);
  const nested = imports.filter((name) => name.startsWith('.')).map((name) => loadedAtOnce(new URL(name, file), seen));
  return [...imports.filter((name) => !name.startsWith('.')), ...(await Promise.all(nested)).flat()];
}

test.each([
  ['catalog/load.ts', ['@shotcaller/core']],
  ['settings/settings.ts', ['node:os', 'node:path', 'node:util']],
])('%s is light, because every start of the command line loads it', async (path, packages) => {
  const loaded = await loadedAtOnce(new URL(`../../src/${path}`, import.meta.url));
  expect([...new Set(loaded)].sort()).toEqual(packages);
});
