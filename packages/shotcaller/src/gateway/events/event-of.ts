import { isoOf } from '../../iso-time.ts';
import type { ProgressEvent } from '../../jobs/steps/step-context.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import type { ServerEvent } from '../own-api/addresses/system.ts';
import { type JobViewOptions, jobView, progressOf } from '../own-api/job-view.ts';

/** What is told of the progress of a job; `undefined`: nothing. */
export function eventOf(
  event: ProgressEvent,
  snapshot: JobSnapshot,
  { at, viewOptions }: { readonly at: string; readonly viewOptions: (snapshot: JobSnapshot) => JobViewOptions },
): ServerEvent | undefined {
  const { id } = snapshot.job;
  switch (event.kind) {
    case 'state': {
      let view: ReturnType<typeof jobView> | undefined;
      return {
        kind: 'job',
        at,
        id,
        status: event.attempt.state,
        from: event.from,
        // Made for who gets it: most events are for nobody.
        get job() {
          view ??= jobView(snapshot, viewOptions(snapshot));
          return view;
        },
      };
    }
    case 'poll':
    case 'download': {
      const progress = progressOf(snapshot, viewOptions(snapshot));
      return progress ? { kind: 'progress', at, id, progress } : undefined;
    }
    case 'poll_failed':
      return {
        kind: 'trouble',
        at,
        id,
        what: 'poll_failed',
        reason: { code: 'poll_failed' },
        nextTryAt: isoOf(event.nextPollMs),
      };
    case 'download_failed':
      return {
        kind: 'trouble',
        at,
        id,
        what: 'download_failed',
        reason: event.reason,
        nextTryAt: isoOf(event.nextTryMs),
      };
    case 'fallback':
    case 'not_recorded':
    case 'waiting_for_other_process':
      return undefined;
    default:
      return event satisfies never;
  }
}
