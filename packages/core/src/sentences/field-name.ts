/** What people call a field of the requirements. */
export function nameOf(field: string): string {
  return names[field] ?? field;
}

const names: Readonly<Record<string, string>> = {
  durationSeconds: 'the length',
  resolution: 'resolution',
  aspectRatio: 'aspect ratio',
  size: 'size',
  firstFrame: 'a first frame',
  lastFrame: 'a last frame',
  references: 'references',
  audio: 'sound',
  seed: 'a seed',
  passthrough: 'passthrough',
  task: 'the task',
  previousJobId: 'continuing a job',
  upscaleFactor: 'upscale factor',
  creativity: 'creativity',
  maxUsd: 'the price limit',
  maxSeconds: 'the time limit',
  minQuality: 'the minimum quality',
  providers: 'the provider list',
  models: 'the model list',
};
