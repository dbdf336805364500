import { type OutboundRefusalCode, refusalText } from '../outbound/refusal.ts';
import type { ImageType, OtherContent } from './image-content.ts';

/** One thing found about an image. With an `error` the model will most likely refuse it; a `warning` is worth a look. */
export type ImageFinding =
  | {
      readonly code: 'url_refused';
      readonly severity: 'error';
      readonly reason: OutboundRefusalCode;
      readonly target: string;
    }
  | { readonly code: 'host_not_found'; readonly severity: 'error' }
  | { readonly code: 'no_connection'; readonly severity: 'error'; readonly detail: string }
  | { readonly code: 'timed_out'; readonly severity: 'error'; readonly timeoutMs: number }
  | { readonly code: 'status_not_200'; readonly severity: 'error'; readonly status: number }
  | { readonly code: 'not_an_image'; readonly severity: 'error'; readonly found: OtherContent }
  | { readonly code: 'size_unreadable'; readonly severity: 'error'; readonly type: ImageType }
  | { readonly code: 'cut_off'; readonly severity: 'error'; readonly type: ImageType }
  | { readonly code: 'too_many_pixels'; readonly severity: 'error'; readonly width: number; readonly height: number }
  | { readonly code: 'very_large'; readonly severity: 'warning'; readonly width: number; readonly height: number }
  | { readonly code: 'animated'; readonly severity: 'warning' }
  | { readonly code: 'print_colours'; readonly severity: 'warning' }
  | { readonly code: 'too_large'; readonly severity: 'error'; readonly maxBytes: number }
  | { readonly code: 'not_https'; readonly severity: 'warning' }
  | {
      readonly code: 'type_differs';
      readonly severity: 'warning';
      readonly stated: string | null;
      readonly type: ImageType;
    }
  | { readonly code: 'turned_by_orientation'; readonly severity: 'warning' }
  | {
      readonly code: 'aspect_mismatch';
      readonly severity: 'warning';
      readonly width: number;
      readonly height: number;
      /** Of the clip, for example `9:16`. */
      readonly aspectRatio: string;
      /** Share of the image, 0 to 1, that is lost when it is cut to the clip. */
      readonly croppedShare: number;
    };

/** A finding as a sentence, with the next step. */
export function imageFindingText(finding: ImageFinding): string {
  switch (finding.code) {
    case 'url_refused':
      return refusalText(finding.reason, finding.target);
    case 'host_not_found':
      return 'The host name does not exist. Check the URL.';
    case 'no_connection':
      return `The server cannot be reached (${finding.detail}). Check the URL, or use a local file.`;
    case 'timed_out':
      return `The image did not come within ${finding.timeoutMs / 1000} s. Put it on a faster server, or use a local file.`;
    case 'status_not_200':
      return `The server answers with status ${finding.status} instead of 200. The URL must open without login or cookies.`;
    case 'not_an_image':
      return notAnImageText(finding.found);
    case 'size_unreadable':
      return `The ${finding.type} is damaged: its pixel size cannot be read. Save it again.`;
    case 'cut_off':
      return `The ${finding.type} is cut off: its end is missing. Copy or save it again.`;
    case 'too_many_pixels':
      return `The image is ${finding.width}x${finding.height}, more than any model takes. Make it smaller.`;
    case 'very_large':
      return `The image is ${finding.width}x${finding.height}. Providers may refuse so many pixels: make it smaller.`;
    case 'animated':
      return 'The image is animated. Models use its first picture at most: save that alone.';
    case 'print_colours':
      return 'The image has the colours of print (CMYK). Providers may show wrong ones: save it as RGB.';
    case 'too_large':
      return `The image has more than ${finding.maxBytes / 1_000_000} MB. Make it smaller, or save it as JPEG.`;
    case 'not_https':
      return 'The URL is http. Providers may take https only.';
    case 'type_differs':
      return `It is labelled ${finding.stated ?? 'with no type'}, but the content is ${finding.type}. Providers may go by the label.`;
    case 'turned_by_orientation':
      return 'The image is stored lying and turned by its orientation tag. Providers may ignore the tag: save it upright.';
    case 'aspect_mismatch':
      return `The image is ${finding.width}x${finding.height}, the clip ${finding.aspectRatio}: about ${Math.round(finding.croppedShare * 100)} % of it is cut off, or bars are added. Crop it first.`;
    default:
      return finding satisfies never;
  }
}

/** Says what the content is instead, and what to do. */
function notAnImageText(found: OtherContent): string {
  const wanted = 'Use PNG, JPEG, WebP, AVIF or GIF.';
  const what = {
    nothing: 'There is nothing in it.',
    web_page: 'This is a web page, not an image.',
    svg: 'This is an SVG drawing.',
    heic: 'This is a HEIC photo.',
    bmp: 'This is a BMP image.',
    tiff: 'This is a TIFF image.',
    pdf: 'This is a PDF.',
    video: 'This is a video, not an image.',
    other: 'This is no image by its content.',
  }[found];
  return `${what} ${found === 'web_page' ? 'Use the URL of the image itself.' : wanted}`;
}
