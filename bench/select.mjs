// How long a selection takes: against the guide's own helper on the same 30 models, and on 10,000 models against 1,000.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { bundledCatalog, bundledEvidence, catalogRecord, parseCatalog, select } from '@shotcaller/core';
import { median, microsecondsEach, ratioOf } from './_timing.mjs';

// The clip of the guide; its text is read where it lies and is not part of this project.
const guide = new URL('../../shared/reference/choose-a-video-generation-model.md', import.meta.url);
const clip = {
  prompt: 'A handheld vertical product shot of a ceramic mug on a sunny kitchen counter',
  durationSeconds: 5,
  resolution: '720p',
  aspectRatio: '9:16',
  firstFrame: 'https://example.com/mug.jpg',
};
const options = { profile: 'fastAndCheap', evidence: bundledEvidence, now: '2026-10-10T00:00:00Z' };

export default function measure() {
  // The large lists first: garbage of an earlier measurement would be collected in theirs.
  return [...byNumberOfModels(), ...againstTheGuide()];
}

function againstTheGuide() {
  if (!existsSync(guide)) return [{ name: 'select / the guide’s helper', skipped: 'the guide is not here' }];
  // The list as the API serves it, which is what the guide reads.
  const wire = bundledCatalog.models.map(catalogRecord);
  const helper = guidesHelper(readFileSync(guide, 'utf8'));

  // Right before fast: the guide names a model, and so do we, with everything that belongs to it.
  const { printed } = helper(wire);
  assert.match(printed.at(-1), /^Use \S+\/\S+$/);
  // The guide has no limits. With them we price every model, also those that cannot make the clip, so that a rejection names every reason;
  // and where a model's usual clip would break a limit, its cheaper ones are priced too. So the second ratio shows what limits cost.
  const jobs = [
    ['', clip, () => assertWhole(select(bundledCatalog, clip, options))],
    [', with limits on price, time and quality', { ...clip, maxUsd: '1', maxSeconds: 600, minQuality: 1000 }, () => {}],
  ];
  return jobs.map(([name, job, check]) => {
    check();
    const { ratio, one, other } = ratioOf(
      () => select(bundledCatalog, job, options),
      () => helper(wire),
      // As a server asks: both are compiled by then.
      { warmUp: 75 },
    );
    const detail = `${one.toFixed(0)} µs / ${other.toFixed(0)} µs, 30 models`;
    return { name: `select / the guide’s helper${name}`, ratio, limit: 1, detail };
  });
}

function byNumberOfModels() {
  const [thousand, tenThousand] = [variants(1_000), variants(10_000)];
  assert.equal(select(tenThousand, clip, options).catalog.models, 10_000);
  assertWhole(select(thousand, clip, options));
  const ratios = [];
  const times = [];
  for (let round = 0; round < 14; round += 1) {
    const small = microsecondsEach(() => select(thousand, clip, options), 10);
    const large = microsecondsEach(() => select(tenThousand, clip, options), 1);
    if (round < 2) continue;
    ratios.push(large / small / 10);
    times.push(large / 1000);
  }
  const detail = `${median(times).toFixed(0)} ms for 10,000`;
  return [{ name: 'select, 10,000 models / ten times 1,000', ratio: median(ratios), limit: 1.2, detail }];
}

/** Nothing is left out: verdicts of all, prices, evidence, sensitivity and the request. */
function assertWhole(selection) {
  const { pick, ranked, rejected, unknown, sensitivity, request, catalog } = selection;
  assert.equal(ranked.length + rejected.length + unknown.length, catalog.models);
  assert.ok(pick && request?.model === pick && sensitivity?.pick === pick);
  assert.ok(ranked.every(({ price, speed, quality }) => price.lines.length > 0 && speed.basis && quality.basis));
  assert.ok(rejected.every(({ reasons }) => reasons.length > 0));
}

/** The JavaScript of steps 2 and 3, as one function of the list of models, with its console captured. */
function guidesHelper(markdown) {
  const steps = markdown.slice(markdown.indexOf('## Step 2'), markdown.indexOf('## Step 4'));
  const blocks = [...steps.matchAll(/```js\n([\s\S]*?)```/g)].map((block) => block[1]);
  assert.equal(blocks.length, 2);
  const run = new Function('models', 'console', blocks.join('\n'));
  return (models) => {
    const printed = [];
    run(models, { log: (text) => printed.push(text) });
    return { printed };
  };
}

function variants(count) {
  const records = Array.from({ length: count }, (_, index) => {
    const record = catalogRecord(bundledCatalog.models[index % bundledCatalog.models.length]);
    return index < bundledCatalog.models.length ? record : { ...record, id: `${record.id}-v${index}` };
  });
  return parseCatalog({ data: records }, { source: 'given' });
}
