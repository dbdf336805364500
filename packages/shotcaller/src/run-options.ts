import { type Brief, isRecord, parseRequirements, type RequirementsInput, readBrief } from '@shotcaller/core';
import { instantOf } from './iso-time.ts';
import { type JobOptions, terminalStates, unfinishedStates } from './jobs/job.ts';
import { usualWatchSeconds } from './jobs/jobs.ts';
import { givenUsd } from './jobs/money/given-caps.ts';
import type { ChoiceOptions, JobsQuery, RunOptions } from './shotcaller-interface.ts';

/** The brief of what the library was asked. */
export function briefOf(requirements: RequirementsInput, options: ChoiceOptions & Pick<RunOptions, 'maxUsd'>): Brief {
  const { model, allowedModels, maxUsd, profile, weights, method, includeUnknown, pickBy, incumbent, tag } = options;
  // Throws for what is no object.
  if (!isRecord(requirements)) parseRequirements(requirements);
  return readBrief({
    fields: maxUsd === undefined ? { ...requirements } : { ...requirements, maxUsd },
    model,
    allowedModels,
    preferences: {
      ...(profile !== undefined && { profile }),
      ...(weights !== undefined && { weights }),
      ...(method !== undefined && { method }),
      ...(includeUnknown !== undefined && { includeUnknown }),
      ...(pickBy !== undefined && { pickBy }),
      ...(incumbent !== undefined && { incumbent }),
      ...(tag !== undefined && { tag }),
    },
  });
}

/** What a job is opened with. */
export function jobOptionsOf({ requirements: { maxUsd } }: Brief, run: RunOptions): JobOptions {
  const { fallback = 0, allowTwoBills = false, overwrite = false, sidecar = false, output, confirmUsd } = run;
  return {
    fallback,
    allowTwoBills,
    overwrite,
    sidecar,
    watchSeconds: run.watchSeconds ?? usualWatchSeconds,
    ...(maxUsd !== undefined && { maxUsd }),
    ...(confirmUsd !== undefined && { confirmUsd: givenUsd(confirmUsd, 'confirmUsd') }),
    ...(output !== undefined && { output }),
  };
}

const allStates: readonly string[] = [...unfinishedStates, ...terminalStates];

/** Which jobs are asked for. What cannot be meant is refused: an empty list would say that there are none. Throws TypeError. */
export function jobsQueryOf({ since, ...query }: JobsQuery): JobsQuery {
  const { states = [], limit = 1 } = query;
  const unknown = [states].flat().find((state) => !allStates.includes(state));
  if (unknown !== undefined)
    throw new TypeError(`states: ${JSON.stringify(unknown)} is no state of a job. There are ${allStates.join(', ')}.`);
  if (!Number.isInteger(limit) || limit < 1) throw new TypeError(`limit: ${limit} is not a whole number from 1 on.`);
  return { ...query, ...sinceOf(since) };
}

/** From when on, as times are written in the ledger, which compares them as text. Throws TypeError for what is no time. */
export function sinceOf(since: string | undefined): { readonly since?: string } {
  if (since === undefined) return {};
  const instant = typeof since === 'string' ? instantOf(since) : undefined;
  if (instant !== undefined) return { since: instant };
  throw new TypeError(
    `since: ${JSON.stringify(since)} is no day or moment. Write it as 2026-10-01 or 2026-10-01T12:00:00Z.`,
  );
}
