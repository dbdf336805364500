import { aspectFindings } from './aspect.ts';
import { type ImageType, imageHeaderBytes, otherContent, readImageContent } from './image-content.ts';
import type { ImageFinding } from './image-finding.ts';
import { isAnimated, isCmyk, isWholeImage } from './image-wholeness.ts';

/** What is known of an image from its bytes, whichever way it came. `null` where it did not come that far. */
export interface ImageJudgement {
  /** By content. */
  readonly type: ImageType | null;
  /** Pixels as shown. */
  readonly width: number | null;
  readonly height: number | null;
  /** `null` too when there are more than are allowed. */
  readonly bytes: number | null;
  /** Errors first. */
  readonly findings: readonly ImageFinding[];
}

export interface ImageQuestion {
  /** Of the image, which may have more bytes than are at hand. */
  readonly bytes: number;
  readonly tooLarge: boolean;
  readonly maxBytes: number;
  /** The media type that it is said to have; `undefined`: nobody says. */
  readonly stated?: string | null | undefined;
  /** Of the clip, for example `9:16`; `null` when it is not settled. */
  readonly aspectRatio: string | null;
}

/** Longest side that the requirements can name. */
const mostPixelsASide = 65_536;

/** A side that no model's clip comes near, and that a photograph seldom has. */
const largeSidePixels = 8192;

/** The one judgement on an image, for files, URLs and data: type by content, real pixels, wholeness, shape against the clip, byte size. */
export function judgeImage(
  content: Uint8Array,
  { bytes, tooLarge, maxBytes, stated, aspectRatio }: ImageQuestion,
): ImageJudgement {
  const start = content.subarray(0, imageHeaderBytes);
  const image = readImageContent(start);
  const sizeFindings: readonly ImageFinding[] = tooLarge ? [{ code: 'too_large', severity: 'error', maxBytes }] : [];
  const counted = tooLarge ? null : bytes;
  if (!image) {
    const finding: ImageFinding = { code: 'not_an_image', severity: 'error', found: otherContent(start) };
    return { bytes: counted, type: null, width: null, height: null, findings: [...sizeFindings, finding] };
  }
  const { type, size, turned } = image;
  const longest = size ? Math.max(size.width, size.height) : 0;
  const broken: readonly ImageFinding[] = [
    ...(size ? [] : [{ code: 'size_unreadable', severity: 'error', type } as const]),
    ...(size && !tooLarge && !isWholeImage(content, type)
      ? [{ code: 'cut_off', severity: 'error', type } as const]
      : []),
    ...(longest > mostPixelsASide ? [{ code: 'too_many_pixels', severity: 'error', ...size! } as const] : []),
  ];
  const warnings: readonly ImageFinding[] = [
    ...(size ? aspectFindings(size, aspectRatio) : []),
    ...(turned ? [{ code: 'turned_by_orientation', severity: 'warning' } as const] : []),
    ...(stated === undefined || mediaType(stated) === type
      ? []
      : [{ code: 'type_differs', severity: 'warning', stated, type } as const]),
    ...(longest > largeSidePixels && longest <= mostPixelsASide
      ? [{ code: 'very_large', severity: 'warning', ...size! } as const]
      : []),
    ...(isAnimated(content, type) ? [{ code: 'animated', severity: 'warning' } as const] : []),
    ...(isCmyk(content, type) ? [{ code: 'print_colours', severity: 'warning' } as const] : []),
  ];
  return {
    bytes: counted,
    type,
    width: size?.width ?? null,
    height: size?.height ?? null,
    findings: [...sizeFindings, ...broken, ...warnings],
  };
}

/** `image/jpg` is no registered type, but every browser takes it. */
function mediaType(stated: string | null): string | undefined {
  const type = stated?.split(';')[0]?.trim().toLowerCase();
  return type === 'image/jpg' ? 'image/jpeg' : type;
}
