import { useEffect, useState } from 'react';
import { pictureReference, readPicture } from '../brief/picture.ts';
import { pictureShelf } from '../brief/picture-shelf.ts';

/**
 * Takes pictures that are dropped anywhere on the page, or pasted: the browser would open a dropped one in the place of the page.
 *
 * @returns whether something is being dragged over the page, and what was wrong with the last picture
 */
export function usePagePictures(onPicture: (reference: string) => void): {
  readonly isDragging: boolean;
  readonly failure: string | null;
} {
  const [isDragging, setIsDragging] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const take = (file: File) =>
      readPicture(file).then(
        (picture) => {
          setFailure(null);
          pictureShelf.add(picture);
          onPicture(pictureReference(picture));
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
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      void take(file);
    };
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      const file = [...(clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (file) void take(file);
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
  }, [onPicture]);
  return { isDragging, failure };
}
