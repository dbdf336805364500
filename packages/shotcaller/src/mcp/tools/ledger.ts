import { z } from 'zod';
import { type LedgerReport, reportOf } from '../../jobs/money/ledger-report.ts';
import { type ReadingReport, readingReportOf } from '../../jobs/money/reading.ts';
import { type Door, whose } from '../door.ts';
import { modelId, next, usd } from '../schemas/values.ts';
import { defineTool } from '../tool.ts';

const sums = {
  jobs: z.number(),
  quotedUsd: usd,
  billedUsd: usd,
  assumedUsd: usd.describe('Reserved amounts that count because no credible bill was stated.'),
  reservedUsd: usd.describe('Still reserved for jobs that may yet be billed.'),
  unknownBills: z.number(),
  disputedBills: z.number(),
};

const mostLines = 200;

export const ledger = defineTool({
  name: 'ledger',
  title: 'What was spent',
  description: 'Shows what was spent and what was quoted, by day, model and status. Buys nothing.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: z.strictObject({
    since: z.iso
      .date()
      .exactOptional()
      .describe('The first UTC day to include, for example 2026-10-01. Default: all days.'),
  }),
  output: z.object({
    total: z.object(sums),
    lines: z
      .array(z.object({ day: z.string(), model: modelId, status: z.string(), ...sums }))
      .describe('The newest 200 lines.'),
    readings: z
      .object({ readings: z.number(), billedUsd: usd, assumedUsd: usd, unknownBills: z.number() })
      .describe('What chat models cost that read sentences. The total does not include it.'),
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
        next: 'Nothing to do. To see the jobs behind these sums, call list_jobs.',
      },
    };
  },
});

/** The sums that the caller may see. */
export async function reportFor(
  door: Door,
  since?: string,
): Promise<LedgerReport & { readonly readings: ReadingReport }> {
  const store = await door.parts.ledger();
  const query = { ...whose(door), ...(since !== undefined && { since }) };
  const readings = readingReportOf(await store.readingLines(query));
  return { ...reportOf(await store.ledgerLines(query)), readings };
}
