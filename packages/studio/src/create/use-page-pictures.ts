import { useEffect, useState } from 'react';
import { pictureReference, readPicture } from '../brief/picture.ts';
import { pictureShelf } from '../brief/picture-shelf.ts';

/**
 * Takes pictures that are dropped anywhere on the page, or pasted: the browser would open a dropped one in the place of the page.
 *
 * @returns whether something is being dragged over the page, and what was wrong with the last picture
 */
export function usePagePictures(onPictures: (references: readonly string[]) => void): {
  readonly isDragging: boolean;
  readonly failure: string | null;
} {
  const [isDragging, setIsDragging] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const take = (files: readonly File[]) =>
      Promise.all(files.map(readPicture)).then(
        (pictures) => {
          setFailure(null);
          for (const picture of pictures) pictureShelf.add(picture);
          onPictures(pictures.map(pictureReference));
        },
        (error: Error) => setFailure(error.message),
      );
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setIsDragging(true);
    };
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setIsDragging(false);
    };
    const onDrop = (event: DragEvent) => {
      setIsDragging(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void take(files);
    };
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
      if (files.length > 0) void take(files);
    };
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    addEventListener('drop', onDrop);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
      removeEventListener('drop', onDrop);
      removeEventListener('paste', onPaste);
    };
  }, [onPictures]);
  return { isDragging, failure };
}
