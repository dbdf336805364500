import { z } from 'zod';
import { type LedgerReport, reportOf } from '../../jobs/money/ledger-report.ts';
import { type ReadingReport, readingReportOf } from '../../jobs/money/reading.ts';
import type { Door } from '../door.ts';
import { modelId, next, usd } from '../schemas/values.ts';
import { defineTool } from '../tool.ts';

const sums = {
  jobs: z.number(),
  quotedUsd: usd,
  billedUsd: usd,
  assumedUsd: usd.describe('Booked without a stated bill.'),
  reservedUsd: usd.describe('Set aside for what may yet bill.'),
  unknownBills: z.number(),
  disputedBills: z.number(),
};

const mostLines = 200;

export const ledger = defineTool({
  name: 'ledger',
  title: 'What was spent',
  description: 'What was spent against what was quoted, by day, model and status. Buys nothing.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: z.strictObject({
    since: z.iso.date().exactOptional().describe('From this UTC day on, for example 2026-10-01. Default: everything.'),
  }),
  output: z.object({
    total: z.object(sums),
    lines: z
      .array(z.object({ day: z.string(), model: modelId, status: z.string(), ...sums }))
      .describe('The newest 200.'),
    readings: z
      .object({ readings: z.number(), billedUsd: usd, assumedUsd: usd, unknownBills: z.number() })
      .describe('Sentences that chat models have read, beside the clips.'),
    simulated: z.boolean(),
    next,
  }),
  async run(door, { since }) {
    const { total, lines, readings } = await reportFor(door, since);
    return {
      output: {
        total: { ...total },
        lines: lines.slice(-mostLines).map((line) => ({ ...line })),
        readings: { ...readings.total },
        simulated: door.simulated,
        next: 'Nothing has to be done. list_jobs shows the jobs behind these sums.',
      },
    };
  },
});

/** The sums that the caller may see. */
export async function reportFor(
  { parts, caller }: Door,
  since?: string,
): Promise<LedgerReport & { readonly readings: ReadingReport }> {
  const store = await parts.ledger();
  const query = {
    service: parts.client.origin,
    ...(!caller.seesAll && { owner: caller.owner }),
    ...(since !== undefined && { since }),
  };
  const readings = readingReportOf(await store.readingLines(query));
  return { ...reportOf(await store.ledgerLines(query)), readings };
}
