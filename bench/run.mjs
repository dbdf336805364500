// npm run bench: every part in this folder, one table of ratios. A part is a module whose default export answers rows
// {name, ratio, limit, detail} or {name, skipped}. Exits 1 when a ratio is over its limit.
import { readdirSync } from 'node:fs';

const parts = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.mjs') && name !== 'run.mjs' && !name.startsWith('_'))
  .sort();
const wanted = process.argv.slice(2);

let isOver = false;
for (const part of parts) {
  if (wanted.length > 0 && !wanted.includes(part.replace(/\.mjs$/, ''))) continue;
  const { default: measure } = await import(new URL(part, import.meta.url));
  // A part without rows has printed its own table.
  if (typeof measure !== 'function') continue;
  for (const { name, ratio, limit, detail, skipped } of await measure()) {
    if (skipped) {
      console.log(`  skipped       ${name}: ${skipped}`);
      continue;
    }
    isOver ||= ratio > limit;
    const mark = ratio > limit ? 'OVER' : 'ok';
    console.log(`${mark.padStart(5)} ${ratio.toFixed(2).padStart(6)} ≤ ${limit.toFixed(2)}  ${name}  (${detail})`);
  }
}
process.exitCode = isOver ? 1 : 0;
