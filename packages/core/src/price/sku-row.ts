import type { Mode, ReferenceInput, Task } from '../requirements/requirements.ts';
import type { SkuQuestion } from './sku-question.ts';

export type SkuUnit = 'second' | 'video_token' | 'image' | 'generation' | 'megapixel_second' | 'minimum';

/** One family of price keys: all that is known of it. */
export interface SkuRow {
  /** In lower case. `{_RES}` is where a resolution class may stand: `_720p`, `_4k`; without one the key prices every class that has none. */
  readonly key: string;
  readonly unit: SkuUnit;
  /** What the value is in: US dollars or US cents. */
  readonly money: 'dollars' | 'cents';
  /**
   * - `clip`: the rate of the clip itself
   * - `premium`: a rate that may take the place of the clip's, mostly a dearer one: the price runs from the lower to the higher
   * - `discount`: a lower rate that likely takes the place of the clip's; the clip's own stays the high end
   * - `surcharge`: added to the clip
   * - `minimum`: the floor of the whole job
   */
  readonly kind: 'clip' | 'premium' | 'discount' | 'surcharge' | 'minimum';
  /**
   * Rows of one group price the same thing, so one of them is bought; default: a group of its own. Clips of two groups are a
   * range. Of surcharges the first row of a group is charged, and another one that applies too takes away the certainty.
   */
  readonly group?: string;
  /** In a group the lower rank goes first; default 0. Two rows of one rank that both apply are a range. */
  readonly rank?: number;
  /** Rows of this group look for a key of the resolution in every row before they take one without; default: row by row. */
  readonly resolutionFirst?: true;
  /** What the key says by its name. A job that this rules out is not concerned by the key. */
  readonly when: SkuCondition;
  /** The tasks that it is known to be charged for. On another, unless `when` rules it out, the price is not certain. */
  readonly tasks: readonly Task[];
  /** Surcharges by the image: which ones count, and how many are likely free. */
  readonly counts?: { readonly frames: boolean; readonly free: number };
  /** Why a price is a range where the row makes it one: as `premium`, or with another row of its rank. */
  readonly note?: 'reference_rate_may_not_apply' | 'reference_has_no_rate' | 'creativity_not_given';
  /** Kinds of references that a model with this key reads. */
  readonly reads?: readonly ReferenceInput['kind'][];
}

export interface SkuCondition {
  readonly modes?: readonly Mode[];
  /** Whether the clip has sound. */
  readonly audio?: boolean;
  /** A video goes in that the model reads. */
  readonly videoInput?: true;
  /** Whether an earlier job is continued. */
  readonly continues?: boolean;
  /** Upscales: whether the creativity is above 0. */
  readonly creative?: boolean;
  /** Images go in that the row counts. */
  readonly images?: true;
}

/** Whether a job is concerned by a row's keys: nothing that their name says rules it out. */
export function concerns({ when, counts }: SkuRow, job: SkuQuestion): boolean {
  return (
    (when.continues === undefined || when.continues === (job.task === 'continue')) &&
    (when.audio === undefined || when.audio === job.audioOn) &&
    (when.modes === undefined || when.modes.includes(job.mode)) &&
    (when.videoInput === undefined || job.videoInput) &&
    (when.creative === undefined || job.creative === undefined || when.creative === job.creative) &&
    (when.images === undefined || job.references > 0 || (counts?.frames === true && job.frames > 0))
  );
}

/** Whether a job is charged by a row's keys. */
export function applies(row: SkuRow, job: SkuQuestion): boolean {
  return row.tasks.includes(job.task) && concerns(row, job);
}
