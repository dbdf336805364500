import { type Waiting, waitings } from '../jobs/waiting/next-poll.ts';
import type { Config } from '../settings/config.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './usage-error.ts';

/** How clips are waited for: as the flag says, else the config, else `usual`. */
export function waitingOf(
  { flags }: Pick<CommandContext, 'flags'>,
  { waiting }: Pick<Config, 'waiting'>,
  usual: Waiting,
): Waiting {
  const named = flags.text('waiting');
  if (named === undefined) return waiting ?? usual;
  const known = waitings.find((one) => one === named);
  if (known) return known;
  throw new UsageError(`--waiting must be eager or thrifty, not ${named}.`);
}
