import type { FileView, Job } from '../api/wire.ts';
import { visible } from '../controls/visible-text.ts';

/** What a job was ordered for: its prompt, and the settings in one line. */
export function ClipText({ clip }: { readonly clip: Job['clip'] }) {
  const settings = settingsText(clip);
  return (
    <div className="clip-text">
      {clip.prompt !== null && <p className="clip-prompt">{visible(clip.prompt)}</p>}
      {settings !== '' && <p className="soft">{visible(settings)}</p>}
    </div>
  );
}

/** `4 s · 480p · 9:16 · no sound`; what was left open is not named. */
export function settingsText({ durationSeconds, resolution, aspectRatio, audio, task }: Job['clip']): string {
  return [
    ...(task === 'generate' ? [] : [task]),
    ...(durationSeconds === null ? [] : [`${durationSeconds} s`]),
    ...(resolution === null ? [] : [resolution]),
    ...(aspectRatio === null ? [] : [aspectRatio]),
    ...(audio === null || audio === 'any' ? [] : [audio ? 'with sound' : 'no sound']),
  ].join(' · ');
}

/** `1280 × 720 · 5.00 s · with sound`: what a file is; what is not known of it is not named. */
export function madeText({
  width,
  height,
  durationSeconds,
  hasAudio,
}: Pick<FileView, 'width' | 'height' | 'durationSeconds' | 'hasAudio'>): string {
  return [
    ...(width && height ? [`${width} × ${height}`] : []),
    ...(durationSeconds === null ? [] : [`${durationSeconds.toFixed(2)} s`]),
    ...(hasAudio === null ? [] : [hasAudio ? 'with sound' : 'silent']),
  ].join(' · ');
}
