import type { RankedModel } from '../selection.ts';
import { seconds } from './values.ts';

/** How often jobs on a model end with a clip, and how long a clip takes with that counted in. */
export function successSentence({ successRate, jobsCounted, secondsToResult }: RankedModel['speed']): string {
  const share = `${Math.round(100 * successRate)} %`;
  const time = `with failed jobs ordered again, which are not billed, a clip takes about ${seconds(secondsToResult)}`;
  return jobsCounted === 0
    ? `Its failures have not been counted: ${share} of jobs are assumed to end with a clip, so ${time}.`
    : `About ${share} of its jobs end with a clip (${jobsCounted} counted), so ${time}.`;
}
