import { partWords } from '../words.ts';
import type { Picture } from './picture.ts';
import { pictureShelf } from './picture-shelf.ts';

/**
 * Reads files as pictures and keeps them. Only then may the form name them: the form is in the address at once, and a reload must find
 * what it names. Rejects with what is wrong with a file; then none is kept.
 */
export async function takePictures(files: readonly File[]): Promise<readonly Picture[]> {
  // Fetched with the first picture: the first load of the page has none.
  const { readPicture } = await import('./read-picture.ts').catch(() => {
    throw new Error(partWords.title);
  });
  const pictures = await Promise.all(files.map(readPicture));
  await Promise.all(pictures.map((picture) => pictureShelf.add(picture)));
  return pictures;
}
