import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { WhyNotBought } from './clip-result.ts';
import type { ClipUnit } from './clip-unit.ts';

/** The one budget of a batch, as its process reckons it: bills, and what is set aside for clips under way. */
export interface BatchBudget {
  committedPico(): bigint;
  /** Tells what the ledger has booked for the whole batch: clips of earlier runs and of other processes are in it. */
  noteBooked(pico: bigint): void;
  /** Sets the upper price of a clip aside before it is bought. */
  setAside(unit: ClipUnit): void;
  /** Why a clip cannot be paid for now: for ever, or `wait`, since bills below what was set aside may make room. */
  obstacle(unit: ClipUnit): WhyNotBought | 'wait' | null;
}

export function createBatchBudget(units: readonly ClipUnit[], maxUsd: string | undefined): BatchBudget {
  const maxPico = maxUsd === undefined ? null : picoFromUsd(maxUsd);
  const allottedPico = () => units.reduce((sum, unit) => sum + unit.allottedPico, 0n);
  /** Of clips that are none of these: of an earlier version of a shot, or of one that is no longer listed. */
  let elsewherePico = 0n;
  const committedPico = () => elsewherePico + allottedPico();
  return {
    committedPico,
    noteBooked(pico) {
      const beyond = pico - allottedPico();
      elsewherePico = beyond > 0n ? beyond : 0n;
    },
    setAside(unit) {
      const { outcome } = unit.planned;
      if (outcome.kind === 'to_buy' && outcome.price.highUsd !== null) {
        unit.allottedPico = picoFromUsd(outcome.price.highUsd);
      }
    },
    obstacle({ planned: { outcome } }) {
      if (maxUsd === undefined || maxPico === null || outcome.kind !== 'to_buy') return null;
      const { highUsd } = outcome.price;
      const leftPico = maxPico - committedPico();
      if (highUsd !== null && picoFromUsd(highUsd) <= leftPico) return null;
      if (highUsd !== null && units.some(({ busy }) => busy)) return 'wait';
      const leftUsd = usdFromPico(leftPico > 0n ? leftPico : 0n);
      return { code: 'over_batch_budget', maxUsd, neededUsd: highUsd, leftUsd };
    },
  };
}
