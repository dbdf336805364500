import { type ProfileName, profiles, type SelectOptions, type Weights } from '@shotcaller/core';
import { nearestHint } from './nearest-hint.ts';
import type { FlagValues } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

/** How models are weighed, from the flags; a profile that the sentence asked for gives way to a flag. */
export function rankingOptions(flags: FlagValues, spoken?: ProfileName): SelectOptions {
  const weights = flags.text('weights');
  const profile = flags.text('profile');
  const method = flags.text('method') ?? 'evidence';
  if (method !== 'evidence' && method !== 'cookbook') {
    throw new UsageError(
      `There is no method ${method}. ${nearestHint(method, ['evidence', 'cookbook'])}Use evidence or cookbook.`,
    );
  }
  if (profile !== undefined && !Object.hasOwn(profiles, profile)) {
    throw new UsageError(
      `There is no profile ${profile}. ${nearestHint(profile, Object.keys(profiles))}Use ${Object.keys(profiles).join(', ')}.`,
    );
  }
  const chosen = (profile as ProfileName | undefined) ?? spoken;
  const incumbent = flags.text('incumbent');
  return {
    method,
    includeUnknown: flags.isOn('include-unknown'),
    ...(weights ? { weights: readWeights(weights) } : {}),
    ...(chosen ? { profile: chosen } : {}),
    ...(incumbent ? { incumbent } : {}),
  };
}

function readWeights(text: string): Partial<Weights> {
  const entries = text.split(',').map((part) => {
    const [name = '', value = ''] = part.split('=').map((word) => word.trim());
    if (name !== 'speed' && name !== 'cost' && name !== 'quality') {
      throw new UsageError(
        `--weights ${text}: there is no weight "${name}". ${nearestHint(name, ['speed', 'cost', 'quality'])}Write for example speed=.5,cost=.3,quality=.2.`,
      );
    }
    const number = Number(value);
    if (value === '' || !Number.isFinite(number) || number < 0) {
      throw new UsageError(`--weights ${text}: ${name} must be a number of 0 or more, not "${value}".`);
    }
    return [name, number] as const;
  });
  return Object.fromEntries(entries);
}
