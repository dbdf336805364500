import { nearestWord } from '@shotcaller/core';
import type { Flag } from './flags.ts';

/**
 * What other tools call our flags, in plain spelling (no `-` or `_`, no capitals): the flags that may be meant, of which the first that the
 * command has is.
 */
const meantFlags: Readonly<Record<string, readonly string[]>> = {
  ...named(
    ['output', 'out', 'files'],
    'o out output outfile outputfile outputpath outdir dest destination save saveas',
  ),
  ...named(['duration'], 'd length len dur seconds secs sec time lengthseconds durationseconds clipduration t'),
  ...named(
    ['max-usd', 'budget'],
    'budget price maxprice cost maxcost maxspend spend spendlimit limitusd usd dollars cap',
  ),
  ...named(['aspect'], 'ratio ar aspectratio shape orientation'),
  ...named(['resolution'], 'r res definition resolutionclass'),
  ...named(['size'], 'dimensions dims pixels width height'),
  ...named(['first-frame'], 'i image img picture photo inputimage initimage startimage startframe firstimage imageurl'),
  ...named(['last-frame'], 'endimage endframe lastimage tailimage'),
  ...named(['reference'], 'ref refs references referenceimage inputreference styleref audiofile'),
  ...named(['audio'], 'sound withsound withaudio generateaudio'),
  ...named(['no-audio'], 'mute silent nosound withoutsound withoutaudio'),
  ...named(['source-video'], 'video inputvideo sourceurl'),
  ...named(['prompt'], 'p text description message'),
  ...named(['model'], 'm modelid modelname engine'),
  ...named(['exclude'], 'not avoid without excludemodel deny'),
  ...named(['only', 'model'], 'allow models allowmodel'),
  ...named(['provider'], 'vendor company author'),
  ...named(['requirements'], 'json jsonfile params spec fromfile requirementsfile'),
  ...named(['min-quality', 'mean-quality'], 'quality rating minrating'),
  ...named(['max-seconds', 'finish-by'], 'deadline maxwait maxtime'),
  ...named(['watch-seconds'], 'timeout wait waitseconds'),
  ...named(['key'], 'idempotencykey idempotency requestid'),
  ...named(['callback'], 'webhook callbackurl webhookurl'),
  ...named(['yes'], 'y force confirm assumeyes noconfirm noinput'),
  ...named(['fallback'], 'retries retry maxretries'),
  ...named(['concurrency'], 'j c jobs parallel workers threads'),
  ...named(['takes', 'limit', 'n', 'clips'], 'n count num number variations samples'),
  ...named(['plan'], 'dryrun'),
  ...named(['status'], 'state filter'),
  ...named(['limit'], 'max top'),
  ...named(['since'], 'from after start'),
  ...named(['why'], 'explain'),
  ...named(['passthrough'], 'negativeprompt fps steps guidance cfg cfgscale strength style motion camera'),
};

function named(flags: readonly string[], others: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(others.split(' ').map((other) => [other, flags]));
}

/** Where no flag is meant but something else: what to write, on the commands that have a flag. */
const meantOtherwise: Readonly<Record<string, { readonly beside: string; readonly says: string }>> = {
  ...said('prompt', 'promptfile file', 'Write --prompt "$(cat FILE)": the text of the file is the prompt.'),
  ...said(
    'prompt',
    'n count num number variations samples takes',
    'One clip is made at a time. For several: shotcaller batch LIST --takes N.',
  ),
  ...said('fallback', 'dryrun plan', 'shotcaller preview shows what would be bought, and buys nothing.'),
  ...said('json', 'apikey token', 'The key of the service comes from the environment: export OPENROUTER_API_KEY=….'),
};

function said(beside: string, others: string, says: string): typeof meantOtherwise {
  return Object.fromEntries(others.split(' ').map((other) => [other, { beside, says }]));
}

/** What to write instead of a flag that there is not, as it was typed (`--image`, `-o`); `undefined`: nothing is near. */
export function meantInstead(written: string, known: readonly Flag[]): string | undefined {
  const plain = plainName(written);
  const has = (name: string) => known.find((flag) => flag.name === name);
  const spelt = known.find(({ name }) => plainName(name) === plain);
  const meant = spelt ?? (Object.hasOwn(meantFlags, plain) ? meantFlags[plain]! : []).map(has).find(Boolean);
  if (meant?.name === 'passthrough' && !spelt)
    return `Did you mean --passthrough ${written.slice(2).replace(/-/g, '_')}=VALUE?`;
  if (meant) return `Did you mean --${meant.name}?`;
  const otherwise = Object.hasOwn(meantOtherwise, plain) ? meantOtherwise[plain] : undefined;
  if (otherwise && has(otherwise.beside)) return otherwise.says;
  const near = written.startsWith('--')
    ? nearestWord(
        written.slice(2),
        known.map(({ name }) => name),
      )
    : known.find(({ name }) => name.startsWith(plain))?.name;
  return near ? `Did you mean --${near}?` : undefined;
}

function plainName(written: string): string {
  return written.toLowerCase().replace(/[_-]/g, '');
}
