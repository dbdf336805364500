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
  /** The same for all jobs that the rows answer alike. */
  readonly kind: number;
}

export function skuQuestion(
  requirements: Requirements,
  { audioOn, videoInput }: Pick<SkuQuestion, 'audioOn' | 'videoInput'>,
): SkuQuestion {
  const { task, creativity, firstFrame, lastFrame, references } = requirements;
  const mode = modeOf(requirements);
  const creative = creativity === undefined ? undefined : creativity > 0;
  const frames = (firstFrame ? 1 : 0) + (lastFrame ? 1 : 0);
  const images = references.length === 0 ? 0 : references.filter(({ kind }) => kind === 'image').length;
  const kind =
    tasks.indexOf(task) +
    8 * modes.indexOf(mode) +
    (audioOn ? 32 : 0) +
    (videoInput ? 64 : 0) +
    (creative === undefined ? 0 : creative ? 128 : 256) +
    (frames > 0 ? 512 : 0) +
    (images > 0 ? 1024 : 0);
  return { task, mode, audioOn, videoInput, creative, frames, references: images, kind };
}

const tasks: readonly Task[] = ['generate', 'continue', 'edit', 'upscale', 'avatar'];
const modes: readonly Mode[] = ['text', 'image', 'reference'];
