import { useCallback, useEffect, useState } from 'react';
import { pictureReference } from '../brief/picture.ts';
import { takePictures } from '../brief/take-pictures.ts';

/**
 * Takes pictures that are dropped anywhere on the page, or pasted: the browser would open a dropped one in the place of the page.
 *
 * @returns whether something is being dragged over the page, and what was wrong with the last picture
 */
export function usePagePictures(onPictures: (references: readonly string[]) => void): {
  readonly isDragging: boolean;
  readonly failure: string | null;
  /** The same for files that were chosen. */
  readonly take: (files: readonly File[]) => void;
} {
  const [isDragging, setIsDragging] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const take = useCallback(
    (files: readonly File[]) => {
      if (files.length === 0) return;
      takePictures(files).then(
        (pictures) => {
          setFailure(null);
          onPictures(pictures.map(pictureReference));
        },
        (error: Error) => setFailure(error.message),
      );
    },
    [onPictures],
  );
  useEffect(() => {
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
      take(files);
    };
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
      if (files.length > 0) take(files);
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
  }, [take]);
  return { isDragging, failure, take };
}
