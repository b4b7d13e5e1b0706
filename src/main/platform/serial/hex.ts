const HEX_PAIRS = /^(?:[0-9a-fA-F]{2})+$/u;

/** Upper-case hexadecimal without separators. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('hex')
    .toUpperCase();
}

/** Bytes of an even number of hexadecimal digits, either case; `null` for any other text. */
export function fromHex(text: string): Uint8Array | null {
  return HEX_PAIRS.test(text) ? Uint8Array.from(Buffer.from(text, 'hex')) : null;
}
