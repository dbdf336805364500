import type { Choice } from '../../choice/choice.ts';
import type { Clock } from '../../clock.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { usdFromPico } from '../../jobs/money/pico.ts';
import type { BatchPlan } from '../plan/batch-plan.ts';
import { type BatchBudget, createBatchBudget } from './batch-budget.ts';
import type { ClipResult, ClipState, WhyNotBought } from './clip-result.ts';
import { type ClipUnit, type RunningClip, resultOfUnit, runningClipOf, unitOf } from './clip-unit.ts';
import { createLimiter, type Limiter } from './limiter.ts';

export interface RunParts {
  readonly jobs: Jobs;
  readonly choice: Choice;
  readonly service: string;
  readonly clock: Clock;
  /** The last picture of a clip, as a `data:` URL. Throws what is wrong. */
  readonly lastFrame: (clipPath: string) => Promise<string>;
}

/** How a plan is bought. Only `outFolder` is required. */
export interface RunBatchOptions {
  /** Whose jobs they are. Default: the user of this process. */
  readonly owner?: string;
  /** Where clips go: a file a shot, named by its id. */
  readonly outFolder: string;
  /** Clips go where those of single jobs go, such as a store, and only the reports to `outFolder`. Default false. */
  readonly keepsAsJobs?: boolean;
  /** Most that the whole batch may cost, what was spent on it before included. Default what the plan says. */
  readonly maxUsd?: string | undefined;
  /** Clips at once. Default: what the plan says, else learnt from what the service takes. */
  readonly concurrency?: number | undefined;
  /** The first failure ends the batch: what is bought is finished, and nothing more is bought. Default false. */
  readonly failFast?: boolean;
  /** Whether a JSON file beside each clip says how it came about. Default false. */
  readonly sidecar?: boolean;
  /** How long to watch one attempt. Default 7,200. */
  readonly watchSeconds?: number;
  /** Detaches: what is bought runs on at the service, and the next run goes on. Default: it runs to its end. */
  readonly signal?: AbortSignal;
  /** Hears of every change; what it throws is passed over. Default: nobody does. */
  readonly onProgress?: (progress: BatchProgress) => void;
}

/** How far a batch is. */
export interface BatchProgress {
  /** The clip that has changed; `null`: nothing yet. */
  readonly changed: ClipResult | null;
  readonly clips: readonly RunningClip[];
  readonly inFlight: number;
  /** Bills, and what is reserved for clips under way. */
  readonly committedUsd: string;
}

/** A batch that runs: its clips, its limits, and what is told of them. */
export interface BatchState {
  readonly plan: BatchPlan;
  readonly parts: RunParts;
  readonly options: RunBatchOptions & { readonly owner: string };
  readonly units: readonly ClipUnit[];
  /** By the shot's id: what other shots go on from. */
  readonly firstTakes: ReadonlyMap<string, ClipUnit>;
  readonly limiter: Limiter;
  readonly budget: BatchBudget;
  /** Why nothing more is bought; `null`: it is. */
  stopped: Extract<WhyNotBought, { code: 'stopped' }>['because'] | null;
  /** Refusals for lack of room. */
  refusals: number;
  /** Called when another clip may leave. */
  onRoom: () => void;
  /** Reads what the ledger has booked for the whole batch. */
  noteBooked(): Promise<void>;
  /** The clip leaves those being made. */
  leave(unit: ClipUnit, how: 'completed' | 'ended'): void;
  end(unit: ClipUnit, state: ClipState, whyNot?: WhyNotBought | null): void;
  tell(unit: ClipUnit | null): void;
}

export function createBatchState(plan: BatchPlan, parts: RunParts, given: RunBatchOptions): BatchState {
  const options = { ...given, owner: given.owner ?? '', maxUsd: given.maxUsd ?? plan.maxUsd };
  const units = plan.clips.map(unitOf);
  const limiter = createLimiter({ fixed: options.concurrency ?? plan.concurrency });
  const budget = createBatchBudget(units, options.maxUsd);
  const firstTakes = units.filter(({ planned }) => planned.take === 1);
  const state: BatchState = {
    plan,
    parts,
    options,
    units,
    firstTakes: new Map(firstTakes.map((unit) => [unit.planned.shot, unit])),
    limiter,
    budget,
    stopped: null,
    refusals: 0,
    onRoom: () => undefined,
    async noteBooked() {
      const { jobs, service } = parts;
      const booked = await (await jobs.ledger()).bookedPico({ service, owner: options.owner, batch: plan.name });
      budget.noteBooked(booked);
    },
    leave(unit, how) {
      unit.place?.leave(how);
      unit.place = null;
    },
    end(unit, ended, whyNot = null) {
      state.leave(unit, 'ended');
      unit.state = ended;
      unit.whyNot = whyNot;
      unit.sinceMs = null;
      if (ended === 'failed' && options.failFast) state.stopped ??= 'failure';
      const reason = unit.job?.reason;
      if (ended === 'not_bought' && reason?.code === 'over_budget' && reason.cap !== 'job' && reason.cap !== 'batch')
        state.stopped ??= 'budget';
      state.tell(unit);
    },
    tell(unit) {
      const progress: BatchProgress = {
        changed: unit && resultOfUnit(unit),
        clips: units.map(runningClipOf),
        inFlight: limiter.inFlight,
        committedUsd: usdFromPico(budget.committedPico()),
      };
      try {
        options.onProgress?.(progress);
      } catch {
        // Who only listens decides nothing about clips that may be paid for.
      }
    },
  };
  return state;
}
