import { Gauge, type Registry } from 'prom-client';
import { utcDayOf } from '../iso-time.ts';
import { picoFromUsd } from '../jobs/money/pico.ts';
import type { OpenAttempts } from '../jobs/records/job-records.ts';
import { believed } from './believed.ts';
import type { GatewayOptions } from './options.ts';

/** What the ledger says of all processes on it together. */
export interface LedgerFigures {
  readonly open: readonly OpenAttempts[];
  /** Pico-dollars that are booked, bills and open reservations together, and what may be at most; `undefined`: no limit. */
  readonly booked: readonly {
    readonly period: 'day' | 'month';
    readonly pico: bigint;
    readonly limitPico: bigint | undefined;
  }[];
  readonly webhooks: readonly { readonly state: 'waiting' | 'dead'; readonly calls: number }[];
  /** The ledger's own time, milliseconds since 1970. */
  readonly nowMs: number;
}

/** How long a reading is believed, in milliseconds: several that scrape share one. */
const believedMs = 5000;

/** Reads the figures, at most once within a moment. */
export function ledgerReader({ ledger, parts, clock }: Pick<GatewayOptions, 'ledger' | 'parts' | 'clock'>) {
  return believed(clock, believedMs, async (): Promise<LedgerFigures> => {
    const service = parts.client.origin;
    const nowMs = parts.clock.now();
    const day = utcDayOf(nowMs);
    const { perDayUsd, perMonthUsd } = await parts.caps();
    const booked = async (period: 'day' | 'month', of: string, limitUsd: string | undefined) => ({
      period,
      pico: await ledger.bookedPico({ service, period: of }),
      limitPico: limitUsd === undefined ? undefined : picoFromUsd(limitUsd),
    });
    const calls = async (state: 'waiting' | 'dead') => ({
      state,
      calls: await ledger.countWebhooks({ service, state }),
    });
    return {
      open: await ledger.openAttempts({ service }),
      booked: [await booked('day', day, perDayUsd), await booked('month', day.slice(0, 7), perMonthUsd)],
      webhooks: [await calls('waiting'), await calls('dead')],
      nowMs,
    };
  });
}

/** Gauges of the ledger, filled from each reading. Where it cannot be read they are absent: unknown is not 0. */
export function ledgerGauges(registers: Registry[]): (figures: LedgerFigures | undefined) => void {
  const up = new Gauge({ name: 'shotcaller_ledger_up', help: '1: the ledger can be read.', registers });
  const open = new Gauge({
    name: 'shotcaller_open_attempts',
    help: 'Attempts in which something may still happen, of all processes on the ledger, by state.',
    labelNames: ['state'],
    registers,
  });
  const overdue = new Gauge({
    name: 'shotcaller_step_overdue_seconds',
    help: 'How late the next step of any attempt is, over all processes on the ledger; 0: none is late.',
    registers,
  });
  const booked = new Gauge({
    name: 'shotcaller_booked_usd',
    help: 'Bills and open reservations of the UTC day or month, in US dollars.',
    labelNames: ['period'],
    registers,
  });
  const limit = new Gauge({
    name: 'shotcaller_limit_usd',
    help: 'Most that may be booked in the UTC day or month, in US dollars; absent: no limit is set.',
    labelNames: ['period'],
    registers,
  });
  const webhooks = new Gauge({
    name: 'shotcaller_owed_webhooks',
    help: 'Webhook calls that are waiting, or given up.',
    labelNames: ['state'],
    registers,
  });
  return (figures) => {
    for (const gauge of [open, overdue, booked, limit, webhooks]) gauge.reset();
    up.set(figures ? 1 : 0);
    if (!figures) return void overdue.remove();
    for (const { state, attempts } of figures.open) open.set({ state }, attempts);
    const due = figures.open.flatMap(({ earliestDueAt }) =>
      earliestDueAt === null ? [] : [Date.parse(earliestDueAt)],
    );
    overdue.set(Math.max(0, figures.nowMs - Math.min(figures.nowMs, ...due)) / 1000);
    for (const { period, pico, limitPico } of figures.booked) {
      booked.set({ period }, dollarsOf(pico));
      if (limitPico !== undefined) limit.set({ period }, dollarsOf(limitPico));
    }
    for (const { state, calls } of figures.webhooks) webhooks.set({ state }, calls);
  };
}

/** A gauge is a float: good for a chart, and the ledger keeps the exact amount. */
const dollarsOf = (pico: bigint) => Number(pico) / 1e12;
