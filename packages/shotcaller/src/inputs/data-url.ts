import { ImageInputError } from './image-input-error.ts';

/** The bytes of a base64 `data:` URL, at most a few more than `maxBytes`. Throws `ImageInputError` when it is not base64. */
export function dataUrlBytes(url: string, maxBytes: number): Uint8Array {
  const header = /^data:[^,]{0,200};base64,/i.exec(url)?.[0];
  if (header === undefined)
    throw new ImageInputError(
      'data_url_unreadable',
      'The data: URL is not base64. Use data:image/png;base64,… or a path.',
    );
  // Four characters carry three bytes: enough of them to see that there are too many.
  return Buffer.from(url.slice(header.length, header.length + Math.ceil(maxBytes / 3) * 4 + 4), 'base64');
}
