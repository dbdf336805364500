import { dollars } from '@shotcaller/core';
import type { Job } from '../api/wire.ts';
import { ModelName } from '../controls/model-name.tsx';
import { jobsWords } from '../page-words.ts';
import { eventText, stateNames } from './job-sentences.ts';

/** What happened, oldest first, and each attempt with its money. */
export function JobStory({ job: { attempts, events } }: { readonly job: Job }) {
  return (
    <section className="story" aria-label="Story">
      {attempts.length > 1 && (
        <>
          <h2>Attempts</h2>
          <ol className="attempts">
            {attempts.map((attempt) => (
              <li key={attempt.id}>
                <ModelName id={attempt.model} /> {stateNames[attempt.status]}, {billText(attempt)}
              </li>
            ))}
          </ol>
        </>
      )}
      {events && events.length > 0 && (
        <>
          <h2>What happened</h2>
          <ol className="events">
            {events.map((event, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: events are append only
              <li key={at}>
                <time dateTime={event.at}>{new Date(event.at).toLocaleTimeString()}</time> {eventText(event)}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function billText({ billedUsd, billKnown, status, endedAt }: Job['attempts'][number]): string {
  if (billedUsd !== null) return jobsWords.billed(dollars(billedUsd));
  if (billKnown === false || status === 'unknown') return jobsWords.billUnknown;
  if (endedAt === null) return jobsWords.notBilledYet;
  return status === 'refused' || status === 'cancelled' ? jobsWords.notBilled : jobsWords.noBill;
}
