import { type Mode, modeOf, type Requirements, type Task } from '../requirements/requirements.ts';

/** A job, as far as the rows of price keys ask about it. */
export interface SkuQuestion {
  readonly task: Task;
  readonly mode: Mode;
  readonly audioOn: boolean;
  /** Whether a video goes in that the model reads. */
  readonly videoInput: boolean;
  /** `undefined`: not given, so that either may be meant. */
  readonly creative: boolean | undefined;
  /** Images sent as first or last frame. */
  readonly frames: number;
  /** Images sent as references. */
  readonly references: number;
}

export function skuQuestion(
  requirements: Requirements,
  { audioOn, videoInput }: Pick<SkuQuestion, 'audioOn' | 'videoInput'>,
): SkuQuestion {
  const { task, creativity, firstFrame, lastFrame, references } = requirements;
  return {
    task,
    mode: modeOf(requirements),
    audioOn,
    videoInput,
    creative: creativity === undefined ? undefined : creativity > 0,
    frames: (firstFrame ? 1 : 0) + (lastFrame ? 1 : 0),
    references: references.length === 0 ? 0 : references.filter(({ kind }) => kind === 'image').length,
  };
}
