/** What a receiver does with a byte whose stop bit is missing. */
export type FramingErrors = 'deliver' | 'drop';

/** The speeds of the two ends of a serial cable, in bits a second. */
export interface UartSpeeds {
  readonly sendBaud: number;
  readonly receiveBaud: number;
  /** Adapters differ; most deliver the byte. */
  readonly framingErrors?: FramingErrors;
}

const BITS_PER_BYTE = 10;

/** Level of an idle-high line in bit `index` of bytes sent back to back as 8N1, low bit first. */
function levelIn(bytes: Uint8Array, index: number): 0 | 1 {
  const byte = bytes[Math.floor(index / BITS_PER_BYTE)];
  const bit = index % BITS_PER_BYTE;
  if (byte === undefined || bit === BITS_PER_BYTE - 1) return 1;
  if (bit === 0) return 0;
  return ((byte >> (bit - 1)) & 1) === 1 ? 1 : 0;
}

/** The line as the receiver's end sees it; times in bits of the sender. */
function lineOf(bytes: Uint8Array) {
  const bits = bytes.length * BITS_PER_BYTE;
  return {
    bits,
    at: (time: number): 0 | 1 => levelIn(bytes, Math.floor(time)),
    /** The next fall of the line at or after `time`; `null` when it stays high for ever. */
    nextFall(time: number): number | null {
      let high = levelIn(bytes, Math.floor(time)) === 1 || time === 0;
      for (let bit = time === 0 ? 0 : Math.floor(time) + 1; bit < bits; bit += 1) {
        const level = levelIn(bytes, bit);
        if (high && level === 0) return bit;
        high = level === 1;
      }
      return null;
    },
  };
}

/**
 * What a UART at `receiveBaud` makes of bytes that were sent back to back at `sendBaud`, the line
 * being idle before and after: it waits for a fall, and samples the middle of each bit by its own
 * speed. The same bytes at equal speeds; the same garble each time at others.
 */
export function throughUart(bytes: Uint8Array, speeds: UartSpeeds): Uint8Array {
  const { sendBaud, receiveBaud, framingErrors = 'deliver' } = speeds;
  const line = lineOf(bytes);
  const bitTime = sendBaud / receiveBaud;
  const received: number[] = [];
  let start = line.nextFall(0);
  while (start !== null) {
    const begin: number = start;
    const sample = (bit: number): 0 | 1 => line.at(begin + (bit + 0.5) * bitTime);
    const stopAt = begin + (BITS_PER_BYTE - 0.5) * bitTime;
    if (sample(0) === 0) {
      let byte = 0;
      for (let bit = 0; bit < 8; bit += 1) byte |= sample(bit + 1) << bit;
      if (sample(BITS_PER_BYTE - 1) === 1 || framingErrors === 'deliver') received.push(byte);
      start = line.nextFall(stopAt);
    } else {
      // Too short for a start bit: a spike, which receivers pass over.
      start = line.nextFall(begin + bitTime / 2);
    }
  }
  return Uint8Array.from(received);
}
