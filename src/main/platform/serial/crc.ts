const CCITT_POLYNOMIAL = 0x1021;

const ccittTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) {
    crc = crc & 0x8000 ? (crc << 1) ^ CCITT_POLYNOMIAL : crc << 1;
  }
  return crc;
});

/** CRC-16/CCITT-FALSE: polynomial 1021, start FFFF, most significant bit first, no final xor. */
export function crc16CcittFalse(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc = ((crc << 8) ^ (ccittTable[(crc >> 8) ^ byte] ?? 0)) & 0xffff;
  }
  return crc;
}

/** XOR of all bytes: the checksum of RDM6300 and ID-12 readers. Blind to swapped bytes. */
export function xorChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}
