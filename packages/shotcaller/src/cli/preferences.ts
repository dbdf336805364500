import { type Preferences, type ProfileName, profiles, type Weights } from '@shotcaller/core';
import { nearestHint } from './nearest-hint.ts';
import type { FlagValues } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

/** How models are weighed, as far as flags say. */
export function preferencesOf(flags: FlagValues): Preferences {
  const weights = flags.text('weights');
  const profile = flags.text('profile');
  const method = flags.text('method');
  if (method !== undefined && method !== 'evidence' && method !== 'cookbook') {
    throw new UsageError(
      `--method ${method}: there is no such method. ${nearestHint(method, ['evidence', 'cookbook'])}Use evidence or cookbook.`,
    );
  }
  if (profile !== undefined && !Object.hasOwn(profiles, profile)) {
    throw new UsageError(
      `--profile ${profile}: there is no such profile. ${nearestHint(profile, Object.keys(profiles))}Use ${Object.keys(profiles).join(', ')}.`,
    );
  }
  const incumbent = flags.text('incumbent');
  const tag = flags.text('tag');
  if (tag !== undefined && (tag.trim() === '' || tag.length > 100)) {
    throw new UsageError('--tag takes a word or two, for example --tag talking: at most 100 characters.');
  }
  return {
    ...(weights ? { weights: readWeights(weights) } : {}),
    ...(profile !== undefined ? { profile: profile as ProfileName } : {}),
    ...(method !== undefined ? { method } : {}),
    ...(flags.isOn('include-unknown') ? { includeUnknown: true } : {}),
    ...(incumbent ? { incumbent } : {}),
    ...(tag !== undefined ? { tag } : {}),
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
