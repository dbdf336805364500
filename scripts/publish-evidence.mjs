/**
 * The bundled ratings and times as an edition that `shotcaller evidence refresh` reads: evidence/index.json with day and hash, and the
 * file that it names. Put both where people's evidenceUrl points. Runs the built core: build first.
 *
 *   node scripts/publish-evidence.mjs [FOLDER]
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledEvidence } from '@shotcaller/core';

const folder = process.argv[2] ?? 'evidence';
const { ratings: ratingData, latencies: latencyData, goalposts } = bundledEvidence;
const present = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

// Other boards reach the main scale through links that an edition does not carry.
const ratings = ratingData.ratings
  .filter(
    ({ board, use, match }) => ratingData.boards[board]?.scale === 'lmarena' && use === 'primary' && match === 'exact',
  )
  .map(({ model, task, score, low, high, votes, resolution, asOf, board }) =>
    present({ model, task, score, low, high, votes, resolution, asOf, source: ratingData.boards[board].name }),
  );
const times = latencyData.latencies
  .filter(({ durationSeconds, lowerBound }) => durationSeconds !== null && !lowerBound)
  .map(({ model, seconds, durationSeconds, clips, resolution, provider, viaOpenRouter, asOf, source }) =>
    present({
      model,
      seconds,
      durationSeconds,
      clips,
      resolution,
      provider: viaOpenRouter ? null : provider,
      asOf,
      source: latencyData.sources[source].source.slice(0, 200),
    }),
  );

const text = `${JSON.stringify({ asOf: goalposts.asOf, ratings, times }, null, 1)}\n`;
const file = `evidence-${goalposts.asOf}.json`;
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, file), text);
const index = { asOf: goalposts.asOf, sha256: createHash('sha256').update(text).digest('hex'), file };
writeFileSync(join(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
console.log(`${ratings.length} ratings and ${times.length} times of ${goalposts.asOf} in ${folder}/${file}`);
