import { createInterface } from 'node:readline';
import { bundledCatalog, bundledEvidence, planFor, readBrief } from '@shotcaller/core';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { createParts } from '../../packages/shotcaller/src/shotcaller-parts.ts';

/** What the parent tells a child, as JSON in the first argument. */
export interface BudgetTask {
  readonly baseUrl: string;
  readonly home: string;
  readonly databaseUrl?: string;
  readonly owner: string;
  readonly orders: number;
}

/** What it prints at its end: the state and the reason's code of each order. */
export type BudgetReport = readonly { readonly state: string; readonly code: string | null }[];

const { baseUrl, home, databaseUrl, owner, orders } = JSON.parse(process.argv[2] ?? '{}') as BudgetTask;
const model = 'google/veo-3.1-lite';
const usd = '0.12';
const now = new Date().toISOString();
const fields = { prompt: 'a mug', durationSeconds: 4, resolution: '720p', audio: false };
const brief = readBrief({ fields, model });
/** Four seconds of 0.03. */
const planned = planFor(brief, { catalog: bundledCatalog, evidence: bundledEvidence, now });
if (planned.kind === 'no_plan' || planned.price.highUsd !== usd) throw new Error('The clip has another price by now.');
const plan = planned;

const ledger = await openLedger({ home, now, ...(databaseUrl !== undefined && { databaseUrl }) });
const { jobs, close } = createParts({
  apiKey: 'sk-or-budget',
  baseUrl,
  home,
  ledger,
  catalog: async () => bundledCatalog,
});
const options = { fallback: 0, allowTwoBills: false, overwrite: false, sidecar: false, watchSeconds: 600 };

// Both are ready before either begins.
const lines = createInterface({ input: process.stdin });
process.stdout.write('ready\n');
await new Promise((resolve) => lines.once('line', resolve));
lines.close();
const report: BudgetReport = await Promise.all(
  Array.from({ length: orders }, async () => {
    const opened = await jobs.open({ brief, options, owner, plan });
    if (opened.kind !== 'job') return { state: opened.kind, code: null };
    await jobs.carry(opened.job.id, { until: 'bought' });
    const [attempt] = (await jobs.find(opened.job.id))?.attempts ?? [];
    return { state: attempt?.state ?? 'lost', code: attempt?.reason?.code ?? null };
  }),
);
await close();
await ledger.close();
process.stdout.write(JSON.stringify(report));
