import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it("the README's example runs and holds", async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'simulator-readme-'));
  try {
    writeFileSync(join(folder, 'example.mjs'), `${example}\nexport const ran = true;\n`);
    expect(await import(join(folder, 'example.mjs'))).toMatchObject({ ran: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
