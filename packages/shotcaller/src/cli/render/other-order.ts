import { withoutData } from '../../files/without-data.ts';
import { JobFailure } from '../../jobs/job-failure.ts';
import type { CommandContext } from '../context.ts';

/**
 * For `--json`: that an idempotency key belongs to another order, and what differs. Nothing was bought. Other errors print nothing here. The
 * error itself is told on standard error by whoever catches it.
 */
export function printOtherOrder(error: unknown, { flags, terminal }: CommandContext): void {
  if (!flags.isOn('json') || !(error instanceof JobFailure)) return;
  const { code, id, differences, message } = error;
  if (code !== 'key_reused' && code !== 'key_archived') return;
  const answer = { status: code, id: null, files: [], jobOfKey: id, differences: withoutData(differences), message };
  terminal.outJson(answer);
}
