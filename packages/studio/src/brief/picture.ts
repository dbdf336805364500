/** A picture that was dropped on the page. Links name it; its bytes stay on this machine. */
export interface Picture {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** `data:image/…;base64,…`: what is sent. */
  readonly dataUrl: string;
  /** It was larger than a request carries, and was made smaller here. */
  readonly isMadeSmaller?: boolean;
}

const prefix = 'picture:';

/** How requirements and links name a dropped picture: `picture:ID:720x1280:mug.png`. */
export function pictureReference({ id, width, height, name }: Picture): string {
  return `${prefix}${id}:${width}x${height}:${name}`;
}

/** What a reference says of its picture; `undefined` for any other text. */
export function readReference(text: string): Omit<Picture, 'dataUrl'> | undefined {
  const match = /^picture:([0-9a-f]{16}):(\d{1,5})x(\d{1,5}):(.*)$/s.exec(text);
  if (!match) return undefined;
  return { id: match[1]!, width: Number(match[2]), height: Number(match[3]), name: match[4]! };
}

/** The address or reference of an input, which may stand in an object with more about it. */
export function addressIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'url' in value ? value.url : value;
}
