import { jobIdOf } from '../../jobs/job-ids.ts';
import type { CommandContext } from '../context.ts';

/**
 * For `--json`: what became of a submit and could not be written down, with the ids and the way back, so that a program that reads standard
 * output alone does not lose it. Other errors print nothing here. The error itself is told on standard error by whoever catches it.
 */
export function printNotRecorded(error: unknown, { flags, terminal }: CommandContext): void {
  if (!flags.isOn('json') || !(error instanceof Error)) return;
  const { code, id, remoteId } = error as { code?: string; id?: string | null; remoteId?: string | null };
  if (code !== 'not_recorded' || id == null) return;
  const jobId = jobIdOf(id);
  const answer = {
    status: 'not_recorded',
    id: jobId,
    remoteId: remoteId ?? null,
    files: [],
    message: error.message,
    next: remoteId == null ? `shotcaller resume ${jobId}` : `shotcaller resume ${jobId} --remote-id ${remoteId}`,
  };
  terminal.outJson(answer);
}
