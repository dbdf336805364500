import { type RequestFinding, type Requirements, shapeOf } from '@shotcaller/core';
import { dataUrlBytes } from './data-url.ts';
import { imageFindingText } from './image-finding.ts';
import { type ImageJudgement, judgeImage } from './judge-image.ts';
import { ImageInputError, maxImageBytes } from './prepare-image-input.ts';

/** A picture of a job, where it stands and what people call the place. */
export interface PlacedPicture {
  readonly field: 'firstFrame' | 'lastFrame' | 'references';
  readonly name: string;
  readonly url: string;
}

export function picturesOf({ firstFrame, lastFrame, references }: Requirements): readonly PlacedPicture[] {
  return [
    ...(firstFrame ? [{ field: 'firstFrame', name: 'first frame', url: firstFrame.url } as const] : []),
    ...(lastFrame ? [{ field: 'lastFrame', name: 'last frame', url: lastFrame.url } as const] : []),
    ...references
      .filter(({ kind }) => kind === 'image')
      .map(({ url }, index) => ({ field: 'references', name: `reference ${index + 1}`, url }) as const),
  ];
}

/** Judges a picture that travels in the request. Throws `ImageInputError` when it is no `data:` URL that can be read. */
export function judgeDataPicture(url: string, aspectRatio: string | null): ImageJudgement {
  const content = dataUrlBytes(url, maxImageBytes);
  return judgeImage(content, {
    bytes: content.length,
    tooLarge: content.length > maxImageBytes,
    maxBytes: maxImageBytes,
    stated: /^data:([^;,]{1,100})/i.exec(url)?.[1],
    aspectRatio,
  });
}

/**
 * What is wrong with the pictures that travel in the request, or worth knowing, as findings on the request. Pictures behind URLs are
 * looked at only when somebody asks for it, since that needs the network.
 */
export function dataPictureFindings(requirements: Requirements): readonly RequestFinding[] {
  const { aspectRatio } = shapeOf(requirements);
  return picturesOf(requirements)
    .filter(({ url }) => /^data:/i.test(url))
    .flatMap(({ field, name, url }): readonly RequestFinding[] => {
      try {
        return judgeDataPicture(url, aspectRatio).findings.map((found) => ({
          code: found.severity === 'error' ? 'picture_unusable' : 'picture_doubtful',
          severity: found.severity === 'error' ? 'refused' : 'warning',
          field,
          requested: `${name}: ${imageFindingText(found)}`,
        }));
      } catch (error) {
        if (!(error instanceof ImageInputError)) throw error;
        return [{ code: 'picture_unusable', severity: 'refused', field, requested: `${name}: ${error.message}` }];
      }
    });
}
