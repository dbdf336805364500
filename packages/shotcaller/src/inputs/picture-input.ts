/** A picture as requirements take it. */
export interface PictureInput {
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
}

/** A URL stays as it is; anything else is a file, which goes into the request as a data: URL. Throws `ImageInputError`. */
export async function pictureInput(given: string): Promise<PictureInput> {
  if (/^(https?|data):/i.test(given)) return { url: given };
  const { prepareImageInput } = await import('./prepare-image-input.ts');
  const { url, width, height } = await prepareImageInput(given);
  return { url, ...(width && height ? { width, height } : {}) };
}
