import { type Requirements, shapeOf } from '@shotcaller/core';
import { checkImageUrl } from '../inputs/check-image-url.ts';
import { imageFindingText } from '../inputs/image-finding.ts';
import { createGuardedFetch } from '../outbound/guarded-fetch.ts';
import type { CommandContext } from './context.ts';

/** Fetches the pictures of a job as a provider would, and says what is wrong with them. Answers whether all can be used. */
export async function checkInputs(requirements: Requirements, { terminal, signal }: CommandContext): Promise<boolean> {
  const { firstFrame, lastFrame, references } = requirements;
  const pictures = [
    ...(firstFrame ? [{ name: 'first frame', url: firstFrame.url }] : []),
    ...(lastFrame ? [{ name: 'last frame', url: lastFrame.url }] : []),
    ...references
      .filter(({ kind }) => kind === 'image')
      .map(({ url }, index) => ({ name: `reference ${index + 1}`, url })),
  ].filter(({ url }) => !url.startsWith('data:'));
  const fetch = createGuardedFetch();
  const { aspectRatio } = shapeOf(requirements);
  let usable = true;
  for (const { name, url } of pictures) {
    const check = await checkImageUrl(url, { fetch, aspectRatio, signal });
    for (const finding of check.findings) terminal.talk(`${name}: ${imageFindingText(finding)}\n`);
    if (check.findings.some(({ severity }) => severity === 'error')) usable = false;
    else if (check.width)
      terminal.talk(`${name}: ${check.width}x${check.height} ${check.type}, ${check.bytes} bytes.\n`);
  }
  return usable;
}
