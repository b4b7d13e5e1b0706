import { fromHex } from '#platform/serial/hex.ts';
import type { Decoder } from '#platform/serial/codec.ts';
import { lineDecoder } from '#platform/serial/line-decoder.ts';
import { startByteDecoder } from '#platform/serial/start-byte-decoder.ts';
import {
  encodeTwn4,
  hasTwn4Crc,
  type Twn4Answer,
  twn4AnswerMessage,
  twn4TagType,
  type Twn4Wire,
} from '#platform/serial/twn4.ts';

/** Longest command that is understood, in bytes. */
const MAX_COMMAND = 64;
const EM4100_BYTES = 5;

const failed = (code: number): Twn4Answer => ({ kind: 'error', code });

/** The answer that tells of a badge: EM4102 where it has five bytes, else MIFARE. */
export function twn4Found(id: Uint8Array): Twn4Answer {
  const tagType = twn4TagType(id.length === EM4100_BYTES ? 'em4100' : 'iso14443a');
  return { kind: 'found', tagType, bits: id.length * 8, id };
}

function commandDecoder({ mode }: Twn4Wire): Decoder<Uint8Array> {
  if (mode === 'ascii') {
    return lineDecoder({
      maxLength: MAX_COMMAND * 2,
      judge(line) {
        const frame = fromHex(Buffer.from(line).toString('latin1'));
        return frame ? { kind: 'frame', frame, from: 0 } : { kind: 'garbage', reason: 'bad-shape' };
      },
    });
  }
  return startByteDecoder({
    startByte: null,
    match(input, at) {
      const [length = 0, high] = input.subarray(at, at + 2);
      if (length === 0 || length > MAX_COMMAND || (high !== undefined && high !== 0)) {
        return { kind: 'none' };
      }
      const end = at + 2 + length;
      if (end > input.length) return { kind: 'incomplete' };
      return { kind: 'frame', frame: input.slice(at + 2, end), length: 2 + length };
    },
  });
}

function answerTo(command: Uint8Array, badge: Uint8Array | null): Twn4Answer {
  const [group, number, mostBytes] = command;
  if (group !== 5 || number !== 0) return failed(1);
  if (mostBytes === undefined) return failed(2);
  if (command.length > 3) return failed(3);
  return badge && badge.length <= mostBytes ? twn4Found(badge) : { kind: 'none' };
}

/** The reader's side of the Simple Protocol: takes the host's bytes, answers with its own. */
export function twn4Reader(wire: Twn4Wire) {
  const commands = commandDecoder(wire);

  function answer(message: Uint8Array, badge: Uint8Array | null): Twn4Answer {
    if (!wire.crc) return answerTo(message, badge);
    return hasTwn4Crc(message) ? answerTo(message.subarray(0, -2), badge) : failed(5);
  }

  return (bytes: Uint8Array, badge: Uint8Array | null): Uint8Array[] =>
    commands.push(bytes).flatMap((event) => {
      if (event.kind === 'frame') {
        return [encodeTwn4(twn4AnswerMessage(answer(event.frame, badge)), wire)];
      }
      const unreadable = wire.mode === 'ascii' && event.reason === 'bad-shape';
      return unreadable ? [encodeTwn4(twn4AnswerMessage(failed(5)), wire)] : [];
    });
}
