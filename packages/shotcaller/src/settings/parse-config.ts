import { type ProfileName, profiles, readUsd } from '@shotcaller/core';
import { z } from 'zod';
import { type Config, defaultConfig } from './config.ts';
import { SettingsError } from './settings-error.ts';

/** Reads a parsed config file. `path` and `next`, what to do about a wrong one, are for the message only. Throws SettingsError with every field that is wrong. */
export function parseConfig(json: unknown, path: string, next = 'Mend the file.'): Config {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path: at, message }) =>
    [...(at.length > 0 ? [at.join('.')] : []), message].join(': '),
  );
  throw new SettingsError('config_invalid', path, `${problems.join('; ')}. ${next}`);
}

const usd = z
  .union([z.string(), z.number()])
  .transform((given, context) => {
    const amount = readUsd(given);
    if (amount !== undefined) return amount;
    context.addIssue('must be US dollars, for example "2.50"');
    return z.NEVER;
  })
  .nullable()
  .default(null);

const profileNames = Object.keys(profiles) as [ProfileName, ...ProfileName[]];

const caps = { perJobUsd: usd, perDayUsd: usd, perMonthUsd: usd };
const fields = {
  caps: z.strictObject(caps, unknownField(Object.keys(caps))).prefault({}),
  defaultProfile: z
    .enum(profileNames, `must be one of ${profileNames.join(', ')}`)
    .nullable()
    .default(null),
  callbackUrl: z.string().refine(isHttpsUrl, 'must be an https URL without login').nullable().default(null),
  billsTeachDays: z
    .number()
    .int()
    .min(1, 'must be a whole number of days, 1 to 3650')
    .max(3650, 'must be a whole number of days, 1 to 3650')
    .default(defaultConfig.billsTeachDays),
  waiting: z.enum(['eager', 'thrifty'], 'must be eager or thrifty').nullable().default(null),
  lookAtPictures: z.boolean('must be true or false').default(defaultConfig.lookAtPictures),
  evidenceUrl: z.string().refine(isHttpsUrl, 'must be an https URL without login').nullable().default(null),
};
const schema = z.strictObject(fields, unknownField(Object.keys(fields)));

/** Says which fields there are: a misspelled cap must not pass for no cap. */
function unknownField(known: readonly string[]) {
  return {
    error: (issue: { readonly code?: string; readonly keys?: readonly string[] }) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys?.join(', ')} is not a setting; there are ${known.join(', ')}`
        : `must be an object with ${known.join(', ')}`,
  };
}

function isHttpsUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username + password === '';
}
