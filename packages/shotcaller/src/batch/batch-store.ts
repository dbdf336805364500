import type { Clock } from '../clock.ts';
import { isoOf } from '../iso-time.ts';
import type { BatchRecord } from '../jobs/batch-record.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { isWorkerGone } from '../jobs/worker-name.ts';
import type { BatchPlan, BatchTotal } from './plan/batch-plan.ts';
import type { ClipResult, ClipState } from './run/clip-result.ts';
import { BatchRunningError } from './run/hold-batch.ts';

/** What a list of batches shows of one. */
export interface BatchSummary {
  readonly total: BatchTotal;
  readonly clips: number;
  /** Clips by state, as of the last run; `null`: it has not ended yet. */
  readonly states: Partial<Record<ClipState, number>> | null;
}

/** How a batch is run, beside its plan. */
export interface KeptRunOptions {
  readonly maxUsd?: string;
  readonly concurrency?: number;
  readonly failFast?: boolean;
}

export interface ListedBatch extends Omit<BatchRecord, 'summary'> {
  readonly summary: BatchSummary;
}

export interface StoredBatch extends ListedBatch {
  readonly plan: BatchPlan;
  readonly options: KeptRunOptions;
}

/** Batches as the ledger keeps them: what was planned, what runs, what has ended. */
export interface BatchStore {
  /**
   * Keeps a plan that is to be run later.
   *
   * @throws BatchRunningError
   */
  keepPlan(plan: BatchPlan, given: { readonly owner: string; readonly options: KeptRunOptions }): Promise<void>;
  find(owner: string, name: string): Promise<StoredBatch | undefined>;
  /** Newest first; of everybody without an owner. */
  list(owner?: string): Promise<readonly ListedBatch[]>;
  /** Those that a gateway is to go on with. */
  abandoned(): Promise<readonly ListedBatch[]>;
  /** What has become of each clip, by the ledger. */
  look(plan: BatchPlan, owner: string): Promise<readonly ClipResult[]>;
  /** Bills and reservations of all its clips, whenever they were bought, in pico-dollars. */
  bookedPico(name: string, owner: string): Promise<bigint>;
}

export interface BatchStoreParts {
  readonly jobs: Jobs;
  readonly service: string;
  readonly clock: Clock;
}

export function createBatchStore({ jobs, service, clock }: BatchStoreParts): BatchStore {
  return {
    async keepPlan(plan, { owner, options }) {
      const ledger = await jobs.ledger();
      const isKept = await ledger.putBatch(
        {
          service,
          owner,
          name: plan.name,
          state: 'planned',
          carriedBy: 'gateway',
          summary: summaryOf(plan, null),
          content: { plan, options },
        },
        { at: isoOf(clock.now()), isGone: isWorkerGone },
      );
      if (!isKept) throw new BatchRunningError(plan.name);
    },
    async find(owner, name) {
      const found = await (await jobs.ledger()).batch({ service, owner, name });
      if (!found) return undefined;
      const { content, ...record } = found;
      return { ...listed(record), ...(content as Pick<StoredBatch, 'plan' | 'options'>) };
    },
    async list(owner) {
      const ledger = await jobs.ledger();
      return (await ledger.batches({ service, ...(owner !== undefined && { owner }) })).map(listed);
    },
    async abandoned() {
      const ledger = await jobs.ledger();
      return (await ledger.abandonedBatches({ service, at: isoOf(clock.now()), isGone: isWorkerGone })).map(listed);
    },
    async look(plan, owner) {
      const { lookAtClip } = await import('./run/look-at-clip.ts');
      const clips: ClipResult[] = [];
      for (const planned of plan.clips) clips.push(await lookAtClip(planned, { jobs, service, owner }));
      return clips;
    },
    bookedPico: async (name, owner) => (await jobs.ledger()).bookedPico({ service, owner, batch: name }),
  };
}

export function summaryOf(plan: BatchPlan, clips: readonly ClipResult[] | null): BatchSummary {
  const states: Partial<Record<ClipState, number>> = {};
  for (const { state } of clips ?? []) states[state] = (states[state] ?? 0) + 1;
  return { total: plan.total, clips: plan.clips.length, states: clips && states };
}

function listed({ summary, ...record }: BatchRecord): ListedBatch {
  return { ...record, summary: summary as BatchSummary };
}
