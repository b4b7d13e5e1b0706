import {
  encodePn532,
  pn532Ack,
  pn532Commands,
  pn532Decoder,
  type Pn532Frame,
  pn532TargetData,
} from '#platform/serial/pn532.ts';

const { samConfiguration, rfConfiguration, inListPassiveTarget } = pn532Commands;
/** Item of RFConfiguration that says how often to look for a target. */
const RETRIES_ITEM = 5;
const FOR_EVER = 0xff;

const answered = (code: number, data: Uint8Array): Uint8Array =>
  encodePn532({ kind: 'message', code: code + 1, data }, 'chip');

/** The frame in which the chip tells of a badge. */
export function pn532Found(uid: Uint8Array): Uint8Array {
  return answered(inListPassiveTarget, pn532TargetData(uid));
}

/**
 * The chip's side: it sleeps until it is configured, acknowledges each command, and looks for a
 * badge for ever unless it was told how often.
 */
export function pn532Chip() {
  const frames = pn532Decoder('host');
  const none = new Uint8Array(0);
  let awake = false;
  let looksForEver = true;

  function answer(
    { code, data }: Extract<Pn532Frame, { kind: 'message' }>,
    badge: Uint8Array | null,
  ) {
    if (code === samConfiguration) {
      awake = true;
      return [pn532Ack, answered(code, none)];
    }
    if (!awake) return [];
    if (code === rfConfiguration) {
      if (data[0] === RETRIES_ITEM) looksForEver = data[3] === FOR_EVER;
      return [pn532Ack, answered(code, none)];
    }
    if (code !== inListPassiveTarget) return [encodePn532({ kind: 'syntax-error' }, 'chip')];
    if (!badge && looksForEver) return [pn532Ack];
    return [pn532Ack, answered(code, pn532TargetData(badge))];
  }

  return (bytes: Uint8Array, badge: Uint8Array | null): Uint8Array[] =>
    frames
      .push(bytes)
      .flatMap((event) =>
        event.kind === 'frame' && event.frame.kind === 'message' ? answer(event.frame, badge) : [],
      );
}
