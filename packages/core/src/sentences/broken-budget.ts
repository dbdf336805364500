import type { BudgetName, OverBudget, PriceUnknownWithCap } from '../job-reason.ts';
import { formatMoney, parseMoney } from '../price/money.ts';
import { type LocalTime, renewalText } from './renewal.ts';
import { dollars } from './values.ts';

/** Where a job's reason is read, and for how many clips. */
export interface JobReasonOptions {
  /** How times read at the reader's place. Default: they are said in UTC alone. */
  readonly localTime?: LocalTime | undefined;
  /** How many clips would be bought together, at least 1. Default: 1. */
  readonly clips?: number;
}

/** Why a budget does not let a clip be bought. Apart from the other reasons of a job: a page needs it before there is any job. */
export function brokenBudgetSentence(reason: OverBudget | PriceUnknownWithCap, options: JobReasonOptions = {}): string {
  if (reason.code === 'over_budget') return overBudget(reason, options);
  const limit = reason.cap === undefined ? 'your limit' : limits[reason.cap];
  if (reason.field !== undefined) {
    return `The field ${reason.field.slice(0, 100)} of the request may multiply the price of this clip, so it cannot be checked against ${limit}. Nothing was bought.`;
  }
  return `The price of this clip is not known, so it cannot be checked against ${limit}. Nothing was bought.`;
}

const limits = {
  job: 'your limit per job',
  batch: 'the budget of the batch',
  day: 'your limit per day',
  month: 'your limit per month',
  key: 'the limit of this key',
  key_day: 'the limit per day of this key',
} as const satisfies Record<BudgetName, string>;

function overBudget(
  { cap, limitUsd, setBy, bookedUsd, neededUsd, renewsAt }: OverBudget,
  { localTime, clips = 1 }: JobReasonOptions,
): string {
  const what = clips === 1 ? 'This clip' : cap === 'job' ? 'One of these clips' : 'These clips';
  const limit = setBy === 'job' ? 'the limit that you gave this job' : limits[cap];
  const booked = Number(bookedUsd) > 0;
  const left = booked
    ? `, of which ${dollars(bookedUsd)} is already spent or reserved and ${dollars(leftOf(limitUsd, bookedUsd))} is left`
    : '';
  const renewal = renewsAt === undefined ? '' : ` The limit renews at ${renewalText(renewsAt, localTime)}.`;
  return `${what} may cost up to ${dollars(neededUsd)}; ${limit} is ${dollars(limitUsd)}${left}. Nothing was bought.${renewal}`;
}

/** Also where a row of another version holds no amounts. */
function leftOf(limitUsd: string, bookedUsd: string): string {
  const [limit, booked] = [parseMoney(limitUsd), parseMoney(bookedUsd)];
  return limit && booked?.lt(limit) ? formatMoney(limit.minus(booked)) : '0';
}
