/**
 * Bytes of the length before each NAL unit, from the decoder configuration of H.264 (avcC) or H.265 (hvcC); `undefined` for other
 * codecs and for streams with start codes.
 */
export function nalLengthBytes(
  codec: string | null,
  description: AllowSharedBufferSource | undefined,
): number | undefined {
  if (description === undefined) return undefined;
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
  // ISO/IEC 14496-15: lengthSizeMinusOne is the low two bits of byte 4 in avcC and of byte 21 in hvcC.
  const field = codec === 'avc' ? bytes[4] : codec === 'hevc' ? bytes[21] : undefined;
  return field === undefined ? undefined : (field & 3) + 1;
}

/**
 * Whether the lengths before the NAL units of a packet add up to its size. They do not when the packet was cut or overwritten: the
 * container's own table still states its full size.
 */
export function hasWholeNalUnits(packet: Uint8Array, lengthBytes: number): boolean {
  let at = 0;
  while (at < packet.byteLength) {
    if (at + lengthBytes > packet.byteLength) return false;
    let length = 0;
    for (let index = 0; index < lengthBytes; index++) length = length * 256 + packet[at + index]!;
    if (length === 0) return false;
    at += lengthBytes + length;
  }
  return at === packet.byteLength;
}
