import { type Brief, type RequirementsInput, readBrief } from '@shotcaller/core';
import type { JobOptions } from './jobs/job.ts';
import { usualWatchSeconds } from './jobs/jobs.ts';
import { givenUsd } from './jobs/money/given-caps.ts';
import type { ChoiceOptions, RunOptions } from './shotcaller-interface.ts';

/** The brief of what the library was asked. */
export function briefOf(requirements: RequirementsInput, options: ChoiceOptions & Pick<RunOptions, 'maxUsd'>): Brief {
  const { model, allowedModels, maxUsd, profile, weights, method, includeUnknown, pickBy, incumbent, tag } = options;
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
