import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { briefs, jobs } from './briefs.mjs';

/** The day that evidence ages to in these figures. */
const asOf = '2026-10-09';

/** Core from its sources, so that another version can be measured without being built. */
export async function coreOf(folder) {
  const bundle = await rolldown({
    input: join(folder, 'src/index.ts'),
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'] },
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}

const { bills } = JSON.parse(
  readFileSync(new URL('../../packages/core/test/fixtures/bills.json', import.meta.url), 'utf8'),
);

/** What one version of core answers to the briefs, how wide its quotes are, and what it would have quoted for the public bills. */
export function measure(core) {
  return {
    picks: briefs.map((brief) => pickOf(core, brief)),
    quotes: quotesOf(core),
    bills: bills.map((bill) => billOf(core, bill)),
  };
}

function pickOf({ select, bundledCatalog }, { name, requirements, profile }) {
  const { pick, ranked, rejected, unknown } = select(bundledCatalog, requirements, { profile, now: asOf });
  return {
    name,
    pick,
    models: Object.fromEntries(ranked.map((entry) => [entry.model, numbersOf(entry)])),
    refused: Object.fromEntries(
      [...rejected, ...unknown].map(({ model, reasons }) => [model, reasons.map(({ code }) => code)]),
    ),
  };
}

/** Score, worst-case score and what makes them. */
function numbersOf({ score, scoreLow, contributions, price, speed, quality, clip }) {
  return {
    score,
    scoreLow,
    ...contributions,
    usd: [price.lowUsd, price.expectedUsd, price.highUsd].map((usd) => (usd === null ? null : Number(usd))),
    seconds: Math.round(speed.p50Seconds),
    rating: Math.round(quality.rating),
    ...(clip && { clip }),
  };
}

/** Mean of (high − low) ÷ expected over all models that can do the job and whose price is known. */
function quotesOf({ bundledCatalog, bundledEvidence, parseRequirements, quotesFor }) {
  const ground = { catalog: bundledCatalog, evidence: bundledEvidence, now: `${asOf}T00:00:00.000Z` };
  const rows = jobs.map(({ name, requirements }) => {
    const brief = { requirements: parseRequirements(requirements), model: null };
    const widths = quotesFor(brief, ground)
      .filter(({ price, verdict }) => verdict !== 'ineligible' && price.expectedUsd !== null)
      .map(({ price }) => (Number(price.highUsd) - Number(price.lowUsd)) / Number(price.expectedUsd));
    return { name, priced: widths.length, exact: widths.filter((width) => width === 0).length, width: mean(widths) };
  });
  const priced = rows.reduce((sum, row) => sum + row.priced, 0);
  const total = rows.reduce((sum, row) => sum + row.priced * row.width, 0);
  return { rows, priced, exact: rows.reduce((sum, row) => sum + row.exact, 0), width: total / priced };
}

/** A public bill beside the price of its jobs as of its day. */
function billOf({ bundledCatalog, parseRequirements, quote }, { model, jobs, billedUsd, asOf: day }) {
  const record = bundledCatalog.models.find(({ id }) => id === model);
  const prices = jobs.map((job) => quote(record, parseRequirements(job), [], day).price);
  const [low, expected, high] = ['lowUsd', 'expectedUsd', 'highUsd'].map((end) =>
    prices.reduce((sum, price) => sum + Number(price[end]), 0),
  );
  return { model, jobs, asOf: day, billed: Number(billedUsd), usd: [low, expected, high] };
}

function mean(values) {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
