import { setImmediate } from 'node:timers/promises';
import {
  type Brief,
  type Catalog,
  type ChoiceGround,
  dateOf,
  type Evidence,
  type ModelQuote,
  type NoPlan,
  type Plan,
  type PlanOptions,
  type PriceCorrection,
  planFor,
  quotesFor,
  type Selection,
  selectFor,
} from '@shotcaller/core';
import { isoOf } from '../iso-time.ts';
import { type EndedAttempt, firstTeachingDay, type OwnEvidence, type ReadEvidence } from './own-evidence.ts';

/**
 * The one place that every door asks which model, at what price, with which request. It goes by the catalogue in use and by the
 * evidence with own runs, failures and bills, read once for all who ask within a moment.
 */
export interface Choice {
  select(brief: Brief): Promise<Selection>;
  /** The price on every model, or on the one that the brief names. */
  quotes(brief: Brief): Promise<readonly ModelQuote[]>;
  plan(brief: Brief, options?: PlanOptions): Promise<Plan | NoPlan>;
  /** What choices are made from now. */
  ground(): Promise<ChoiceGround>;
  /** How bills compare with list prices; no catalogue is needed. */
  priceCorrections(): Promise<readonly PriceCorrection[]>;
  /** An attempt has ended here: the next who asks has it counted in, unless the ledger is so long that one more makes no difference. */
  noteEnded(attempt: EndedAttempt): void;
  /** As `noteEnded`, for who does not know which: all is read again. */
  noteNews(): void;
  /** Somebody has voted: the next who asks has the vote counted in. */
  noteVote(): void;
}

export interface ChoiceOptions {
  /** The list of models that can be bought from. */
  readonly catalog: () => Promise<Catalog>;
  /** What own attempts say. */
  readonly ownEvidence: () => Promise<ReadEvidence>;
  /** What own evidence is added to. */
  readonly evidence: Evidence;
  /** Prices given with the evidence correct no quote when they are older, as bills do not. Default 90. */
  readonly billsTeachDays?: number;
  /** The time that evidence ages to and that jobs go by, milliseconds since 1970. */
  readonly now: () => number;
}

/** How long a catalogue is believed. Milliseconds. */
const catalogBelievedMs = 30_000;

/** How long own evidence is believed when other processes may add to it: from a short ledger it is read often, from a long one seldom. */
const evidenceBelievedMs = 1000;
const longEvidenceBelievedMs = 30_000;
const longLedgerAttempts = 300;

export function createChoice({ catalog, ownEvidence, evidence, billsTeachDays = 90, now }: ChoiceOptions): Choice {
  const models = createHeld(now, catalog, () => catalogBelievedMs);
  const own = createHeld(now, ownEvidence, ({ attempts }) =>
    attempts > longLedgerAttempts ? longEvidenceBelievedMs : evidenceBelievedMs,
  );
  const isFresh = ({ newestAt }: PriceCorrection) => dateOf(newestAt) >= firstTeachingDay(now(), billsTeachDays);
  let merged: { readonly from: OwnEvidence; readonly evidence: Evidence } | undefined;

  async function evidenceNow(): Promise<Evidence> {
    const learnt = await own.get();
    if (merged?.from !== learnt.own) {
      const votes = [...(evidence.votes ?? []), ...learnt.own.votes];
      const priceCorrections = [...learnt.own.priceCorrections, ...(evidence.priceCorrections ?? []).filter(isFresh)];
      merged = { from: learnt.own, evidence: { ...evidence, ...learnt.own, votes, priceCorrections } };
    }
    return merged.evidence;
  }

  async function ground(): Promise<ChoiceGround> {
    const [list, known] = await Promise.all([models.get(), evidenceNow()]);
    return { catalog: list, evidence: known, now: isoOf(now()) };
  }

  return {
    ground,
    priceCorrections: async () => (await evidenceNow()).priceCorrections ?? [],
    select: async (brief) => selectFor(brief, await ground()),
    quotes: async (brief) => quotesFor(brief, await ground()),
    async plan(brief, options) {
      // A list of shots is planned one by one, and others are to be answered in between.
      await setImmediate();
      return planFor(brief, await ground(), options);
    },
    noteEnded: (attempt) =>
      own.change((read) => (read.attempts > longLedgerAttempts ? read : (read.withAttempt?.(attempt) ?? read))),
    noteNews: () => own.forget(({ attempts }) => attempts <= longLedgerAttempts),
    noteVote: () => own.forget(() => true),
  };
}

/** A value that is read again when it is older than it may be; one that could not be read is asked for again. */
function createHeld<Value>(nowMs: () => number, read: () => Promise<Value>, believedMs: (value: Value) => number) {
  let held: { value: Promise<Value>; untilMs: number } | undefined;
  let latest: Value | undefined;
  return {
    get(): Promise<Value> {
      if (held && nowMs() < held.untilMs) return held.value;
      const mine = { value: read(), untilMs: Number.POSITIVE_INFINITY };
      held = mine;
      mine.value.then(
        (value) => {
          mine.untilMs = nowMs() + believedMs(value);
          latest = value;
        },
        () => {
          if (held === mine) held = undefined;
        },
      );
      return mine.value;
    },
    /** Makes another value of the one that is held, or that is being read. */
    change(changed: (value: Value) => Value): void {
      if (!held) return;
      held.value = held.value.then((value) => {
        latest = changed(value);
        return latest;
      });
      // Whoever asks is told of it.
      held.value.catch(() => undefined);
    },
    /** The next who asks reads again, if a value such as the last one is to be forgotten. */
    forget(isForgotten: (value: Value) => boolean): void {
      if (latest === undefined || isForgotten(latest)) held = undefined;
    },
  };
}
