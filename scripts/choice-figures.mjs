/**
 * How the answers moved since a recorded version: which picks of forty briefs changed and why, and how wide quotes are. Writes
 * docs/picks-before-and-after.md from scripts/choice-figures/fixtures/baseline.json and the sources as they are.
 *
 *   node scripts/choice-figures.mjs                                  renew the page
 *   node scripts/choice-figures.mjs --check                          say whether it is stale
 *   node scripts/choice-figures.mjs --record packages/core REVISION  make another version the baseline
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coreOf, measure } from './choice-figures/measure.mjs';
import { pageOf } from './choice-figures/page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const baselinePath = join(root, 'scripts/choice-figures/fixtures/baseline.json');
const pagePath = join(root, 'docs/picks-before-and-after.md');
const [flag, folder, revision] = process.argv.slice(2);

if (flag === '--record') {
  const figures = { revision, ...measure(await coreOf(folder)) };
  writeFileSync(baselinePath, `${JSON.stringify(figures)}\n`);
} else {
  const before = JSON.parse(readFileSync(baselinePath, 'utf8'));
  const page = pageOf(before, measure(await coreOf(join(root, 'packages/core'))));
  const isStale = (() => {
    try {
      return readFileSync(pagePath, 'utf8') !== page;
    } catch {
      return true;
    }
  })();
  if (isStale && flag === '--check') {
    console.error(
      'Stale: docs/picks-before-and-after.md. Run node scripts/choice-figures.mjs and commit what it writes.',
    );
    process.exit(1);
  }
  writeFileSync(pagePath, page);
}
