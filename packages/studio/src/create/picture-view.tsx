import { useEffect, useRef } from 'react';
import { pictureShelf } from '../brief/picture-shelf.ts';

const side = 72;

/** A dropped picture, small. Drawn on a canvas, so that the page needs no permission for `blob:` or `data:` images. */
export function PictureView({
  id,
  label,
}: {
  readonly id: string;
  /** Empty: it is named beside the picture. */
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = pictureShelf.get(id);
  useEffect(() => {
    if (!picture) return;
    let isGone = false;
    drawOn(canvas.current, picture.dataUrl, () => isGone).catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      className="picture-view"
      width={side * 2}
      height={side * 2}
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}

async function drawOn(canvas: HTMLCanvasElement | null, dataUrl: string, isGone: () => boolean): Promise<void> {
  const [head = '', data = ''] = dataUrl.split(',');
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: head.slice(5, head.indexOf(';')) }));
  const context = canvas?.getContext('2d');
  if (!isGone() && canvas && context) {
    const scale = Math.min(canvas.width / bitmap.width, canvas.height / bitmap.height);
    const [width, height] = [bitmap.width * scale, bitmap.height * scale];
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  }
  bitmap.close();
}
