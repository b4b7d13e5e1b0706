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

const REFLECTED_POLYNOMIAL = 0x8408;

const reflectedTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    crc = crc & 1 ? (crc >> 1) ^ REFLECTED_POLYNOMIAL : crc >> 1;
  }
  return crc;
});

/**
 * CRC-16/MCRF4XX: polynomial 1021 reflected (8408), start FFFF, least significant bit first, no
 * final xor. TWN4 readers send it low byte first.
 */
export function crc16Mcrf4xx(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >> 8) ^ (reflectedTable[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}

/** XOR of all bytes: the checksum of RDM6300 and ID-12 readers. Blind to swapped bytes. */
export function xorChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}
