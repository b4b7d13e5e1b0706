/** The call was not sent: there is no connection. */
export class NotConnected extends Error {
  override readonly name = 'NotConnected';
  readonly code = 'NOT_CONNECTED';
  constructor(reason: string) {
    super(`There is no connection (${reason}). Nothing was sent.`);
  }
}

/** The connection was lost before the answer came: done or not, only looking tells. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code = 'CONNECTION_LOST';
  constructor(reason: string) {
    super(`The connection was lost before the answer came (${reason}).`);
  }
}

/** No answer came in time; the call was cancelled. */
export class CallTimedOut extends Error {
  override readonly name = 'CallTimedOut';
  readonly code = 'CALL_TIMED_OUT';
  constructor(ms: number) {
    super(`There was no answer within ${Math.round(ms / 1000)} seconds. The call was cancelled.`);
  }
}

/** The input is larger than the core reads; it was not sent. */
export class InputTooLarge extends Error {
  override readonly name = 'InputTooLarge';
  readonly code = 'INPUT_TOO_LARGE';
  constructor(size: number, limit: number) {
    super(`The input has ${size} characters; at most ${limit} can be sent at once.`);
  }
}
