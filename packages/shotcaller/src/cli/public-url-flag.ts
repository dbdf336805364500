import type { FlagValues } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

/** `--public-url`: an https URL without a slash at its end. */
export function publicUrlFlag(flags: Pick<FlagValues, 'text'>): string | undefined {
  const publicUrl = flags.text('public-url')?.replace(/\/+$/, '');
  if (publicUrl !== undefined && !(URL.canParse(publicUrl) && new URL(publicUrl).protocol === 'https:')) {
    throw new UsageError('--public-url must be an https URL, for example https://video.example.com.');
  }
  return publicUrl;
}
