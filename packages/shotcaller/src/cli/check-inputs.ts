import { type Requirements, shapeOf } from '@shotcaller/core';
import { checkImageUrl } from '../inputs/check-image-url.ts';
import { judgeDataPicture, picturesOf } from '../inputs/data-pictures.ts';
import { imageFindingText } from '../inputs/image-finding.ts';
import { createGuardedFetch } from '../outbound/guarded-fetch.ts';
import type { CommandContext } from './context.ts';

/**
 * Looks at the pictures of a job, those behind URLs as a provider would fetch them, and says what is wrong with them. Answers whether all
 * can be used.
 */
export async function checkInputs(
  requirements: Requirements,
  { terminal, signal, guardedFetch }: CommandContext,
): Promise<boolean> {
  const fetch = guardedFetch ?? createGuardedFetch();
  const { aspectRatio } = shapeOf(requirements);
  let usable = true;
  for (const { name, url } of picturesOf(requirements)) {
    const check = /^data:/i.test(url)
      ? judgeDataPicture(url, aspectRatio)
      : await checkImageUrl(url, { fetch, aspectRatio, signal });
    for (const finding of check.findings) terminal.talk(`${name}: ${imageFindingText(finding)}\n`);
    if (check.findings.some(({ severity }) => severity === 'error')) usable = false;
    else if (check.width)
      terminal.talk(`${name}: ${check.width}x${check.height} ${check.type}, ${check.bytes} bytes.\n`);
  }
  return usable;
}
