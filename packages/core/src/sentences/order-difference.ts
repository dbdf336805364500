import { nameOf } from './field-name.ts';
import { shown } from './values.ts';

/** What two orders of one idempotency key say differently. */
export interface OrderDifference {
  /** A field of the requirements, a preference, `model`, or an option of the job. */
  readonly field: string;
  /** As the job has it that the key belongs to; `null`: not given. */
  readonly first: unknown;
  /** As it was asked for now. */
  readonly now: unknown;
}

/** That a key belongs to another order, what differs, and what to do. It holds no prompt and no picture. */
export function keyReusedSentence({
  key,
  jobId,
  differences,
}: {
  readonly key: string | null;
  readonly jobId: string;
  readonly differences: readonly OrderDifference[];
}): string {
  const whose = `The idempotency key${key === null ? '' : ` ${key}`} belongs to job ${jobId}, which asks for something else`;
  const what = differences.length === 0 ? '' : `: ${differences.map(differenceText).join(', ')}`;
  return `${whose}${what}. Nothing was bought. Repeat the first order unchanged to get its job, or use another key to buy another clip.`;
}

function differenceText({ field, first, now }: OrderDifference): string {
  if (texts.has(field)) return `another ${field === 'prompt' ? 'prompt' : nameOf(field).replace(/^an? /, '')}`;
  return `${nameOf(field)} ${valueText(first)} there, ${valueText(now)} here`;
}

/** What may hold a prompt, a picture or an address. */
const texts: ReadonlySet<string> = new Set([
  'prompt',
  'firstFrame',
  'lastFrame',
  'references',
  'sourceVideo',
  'previousJobId',
  'passthrough',
  'body',
]);

function valueText(value: unknown): string {
  return value === null || value === undefined ? 'not given' : shown(value);
}
