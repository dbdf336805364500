import { Buffer } from 'node:buffer';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

interface Size {
  readonly width: number;
  readonly height: number;
}

export function png({ width, height }: Size): Buffer {
  return PNG.sync.write(new PNG({ width, height }));
}

/** @param orientation the EXIF tag, 1 to 8; absent: no EXIF. */
export function jpg({ width, height }: Size, orientation?: number): Buffer {
  const plain = jpeg.encode({ width, height, data: Buffer.alloc(width * height * 4, 128) }, 50).data;
  if (orientation === undefined) return plain;
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4); // where the directory begins
  tiff.writeUInt16BE(1, 8); // one entry
  tiff.writeUInt16BE(0x0112, 10); // orientation
  tiff.writeUInt16BE(3, 12); // a short
  tiff.writeUInt32BE(1, 14); // one of them
  tiff.writeUInt16BE(orientation, 18);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const marker = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([plain.subarray(0, 2), marker, exif, plain.subarray(2)]);
}

export function gif({ width, height }: Size): Buffer {
  const header = Buffer.from('GIF89a\0\0\0\0\0\0\0;', 'latin1');
  header.writeUInt16LE(width, 6);
  header.writeUInt16LE(height, 8);
  return header;
}

export function webp({ width, height }: Size): Buffer {
  const file = Buffer.alloc(30);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(22, 4);
  file.write('WEBPVP8X', 8, 'latin1');
  file.writeUInt32LE(10, 16);
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return file;
}

export function avif({ width, height }: Size): Buffer {
  const side = (pixels: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(pixels);
    return bytes;
  };
  const properties = box('ipco', box('ispe', Buffer.concat([Buffer.alloc(4), side(width), side(height)])));
  const meta = box('meta', Buffer.concat([Buffer.alloc(4), box('iprp', properties)]));
  return Buffer.concat([box('ftyp', Buffer.from('avif\0\0\0\0avifmif1', 'latin1')), meta]);
}

export function heic(): Buffer {
  return box('ftyp', Buffer.from('heic\0\0\0\0heicmif1', 'latin1'));
}

function box(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(content.length + 8);
  header.write(name, 4, 'latin1');
  return Buffer.concat([header, content]);
}
