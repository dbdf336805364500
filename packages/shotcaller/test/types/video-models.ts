/** What must compile and what must not, for the literal id of a model, for other ids, and for a model that a user adds. Only compiled. */
import type { RequirementsInput } from '@shotcaller/core';
import type { Shotcaller } from 'shotcaller';
import { createShotcaller } from 'shotcaller/ai-sdk';

declare module 'shotcaller' {
  interface VideoModels {
    'acme/dream-1': {
      readonly durationSeconds: 3 | 6;
      readonly resolution: '720p';
      readonly aspectRatio: '16:9';
      readonly firstFrame: string;
      readonly lastFrame: never;
      readonly passthrough: 'style';
    };
  }
}

declare const shotcaller: Shotcaller;
const prompt = 'a mug on a table';
const model = 'google/veo-3.1-lite';

export const compiles = [
  shotcaller.run({ prompt, durationSeconds: 4, resolution: '720p', aspectRatio: '9:16', maxUsd: 0.5 }, { model }),
  shotcaller.quote({ durationSeconds: 8, firstFrame: 'https://example.com/a.png' }, { model }),
  shotcaller.preview({ prompt, durationSeconds: null, lastFrame: { url: 'https://example.com/b.png' } }, { model }),
  shotcaller.run(
    { passthrough: ['watermark', 'req_key=1', { name: 'return_last_frame', value: true }] },
    { model: 'bytedance/seedance-2.0-mini' },
  ),
  // Not stated in the catalogue: wide.
  shotcaller.run(
    { task: 'edit', sourceVideo: 'https://example.com/a.mp4', durationSeconds: 7, resolution: '999p' },
    { model: 'black-forest-labs/flux-video-edit' },
  ),
  // No id, the pick, an id that the list does not have, one that is known only when the program runs, and the way out.
  shotcaller.run({ prompt, durationSeconds: '5 s', resolution: 'full hd' }),
  shotcaller.run({ prompt, durationSeconds: 5 }, { model: 'auto', profile: 'fastAndCheap' }),
  shotcaller.run({ prompt, durationSeconds: 99, passthrough: 'anything' }, { model: 'acme/not-yet-listed' }),
  shotcaller.run({ prompt, durationSeconds: 5 }, { model: model as string }),
  ...[model, 'auto'].map((id: string) => shotcaller.preview({ durationSeconds: 5 }, { model: id })),
  ((requirements: RequirementsInput, id: string) => shotcaller.submit(requirements, { model: id, key: 'order-7' }))(
    { prompt },
    model,
  ),
  // Added by the user.
  shotcaller.run({ prompt, durationSeconds: 6, passthrough: 'style=noir' }, { model: 'acme/dream-1' }),
  createShotcaller().video(model, { durationSeconds: 6, fallback: 1 }),
  createShotcaller().video('auto:fastAndCheap', { durationSeconds: 5 }),
  createShotcaller().videoModel(model as string, { durationSeconds: 5 }),
];

export const refused = [
  // @ts-expect-error 4, 6 or 8 seconds
  shotcaller.run({ prompt, durationSeconds: 5 }, { model }),
  // @ts-expect-error no 480p
  shotcaller.quote({ resolution: '480p' }, { model }),
  // @ts-expect-error no 1:1
  shotcaller.preview({ aspectRatio: '1:1' }, { model }),
  // @ts-expect-error a first frame alone
  shotcaller.submit({ lastFrame: 'https://example.com/b.png' }, { model: 'alibaba/wan-3.0' }),
  // @ts-expect-error takes no such parameter
  shotcaller.run({ passthrough: 'cfg_scale' }, { model: 'bytedance/seedance-2.0-mini' }),
  // @ts-expect-error takes none at all
  shotcaller.run({ passthrough: [{ name: 'watermark', value: true }] }, { model: 'alibaba/wan-3.0' }),
  // @ts-expect-error no such field
  shotcaller.select({ duration: 4 }, { model }),
  // @ts-expect-error the user's own model
  shotcaller.run({ durationSeconds: 4 }, { model: 'acme/dream-1' }),
  // @ts-expect-error 4, 6 or 8 seconds
  createShotcaller().video(model, { durationSeconds: 5 }),
  // @ts-expect-error no such option
  createShotcaller().videoModel(model, { durationSeconds: 4, maxDollars: 1 }),
];
