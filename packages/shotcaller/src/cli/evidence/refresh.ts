import { readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import { commandEvidence } from '../command-evidence.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import { rowCounts } from './own-rows.ts';

/** `shotcaller evidence refresh [--from URL]`: fetches a newer edition of the published evidence, if there is one. */
export async function refreshEvidenceCommand(context: CommandContext): Promise<number> {
  const { flags, environment, terminal, fetch, signal, clock } = context;
  const { home } = readSettings(environment);
  const url = flags.text('from') ?? (await readConfig(home)).evidenceUrl;
  if (url === null) {
    throw new UsageError(
      'evidence refresh has no address to download from. Set one with shotcaller config set evidenceUrl https://…/index.json, or name it with --from URL. It only downloads; nothing is sent.',
    );
  }
  checkAddress(url);
  const { RefreshError, refreshEvidence } = await import('../../evidence/refresh.ts');
  const { asOf, goalposts } = await commandEvidence(context);
  try {
    const inUseAsOf = asOf ?? goalposts.asOf;
    const refreshed = await refreshEvidence({ url, home, fetch, signal, now: clock.now(), inUseAsOf });
    const { evidence, sha256 } = refreshed;
    if (flags.isOn('json')) {
      const counts = evidence && { ratings: evidence.ratings?.length, times: evidence.times?.length };
      terminal.outJson({ from: url, asOf: refreshed.asOf, sha256, added: counts });
    } else if (evidence === null) {
      terminal.show(
        `The evidence in use is of ${inUseAsOf.slice(0, 10)}; ${url} has none that is newer (${refreshed.asOf}).\n`,
      );
    } else {
      terminal.show(
        `Evidence of ${refreshed.asOf} is in use from now on: ${rowCounts(evidence)}. SHA-256 ${sha256}.\n`,
      );
    }
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof RefreshError)) throw error;
    terminal.talk(`${error.message} The evidence in use stays as it is.\n`);
    return exitCodes.failed;
  }
}

/** Over https, or of this machine: what comes over plain http anybody on the way could have written, its hash included. */
function checkAddress(url: string): void {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const isLoopback = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(address?.hostname ?? '');
  const isSafe = address?.protocol === 'https:' || (address?.protocol === 'http:' && isLoopback);
  if (!isSafe || address.username + address.password !== '') {
    throw new UsageError(`--from ${url} is not an https URL without login.`);
  }
}
