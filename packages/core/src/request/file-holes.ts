import { FileHole } from './literal.ts';
import type { RequestBody } from './wire.ts';

/**
 * Takes long `data:` URLs out of a body, so that a snippet stays readable: each becomes a hole that the snippet fills from a file
 * (`first-frame.png`, `reference-1.jpg`, …). Short ones stay.
 */
export function withFileHoles(body: RequestBody): { readonly value: unknown; readonly holes: readonly FileHole[] } {
  const holes: FileHole[] = [];
  const holeFor = (url: string, variable: string, file: string): string | FileHole => {
    const match = url.length > 200 ? /^data:image\/([a-z0-9.+-]+);base64,/i.exec(url.slice(0, 100)) : null;
    if (!match) return url;
    const hole = new FileHole(variable, `${file}.${endings[match[1]!.toLowerCase()] ?? 'img'}`, match[0]);
    holes.push(hole);
    return hole;
  };
  const value = {
    ...body,
    ...(body.frame_images && {
      frame_images: body.frame_images.map((frame) => {
        const [variable, file] =
          frame.frame_type === 'last_frame' ? ['lastFrame', 'last-frame'] : ['firstFrame', 'first-frame'];
        return { ...frame, image_url: { url: holeFor(frame.image_url.url, variable!, file!) } };
      }),
    }),
    ...(body.input_references && {
      input_references: body.input_references.map((reference, index) =>
        reference.type === 'image_url'
          ? {
              ...reference,
              image_url: { url: holeFor(reference.image_url.url, `reference${index + 1}`, `reference-${index + 1}`) },
            }
          : reference,
      ),
    }),
  };
  return { value, holes };
}

const endings: Readonly<Record<string, string>> = {
  png: 'png',
  jpeg: 'jpg',
  jpg: 'jpg',
  webp: 'webp',
  gif: 'gif',
  avif: 'avif',
};
