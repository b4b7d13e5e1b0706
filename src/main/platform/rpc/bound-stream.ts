/** What a stream is held to while it runs. */
export interface StreamBounds {
  /** Aborted when the caller cancels or the connection ends. */
  readonly until: AbortSignal;
  /** Throws when the caller may no longer see what comes. Called before every message. */
  check(): void;
  /** Turns a failure into what may cross the wire. */
  toWireError(error: unknown): Promise<Error>;
  /** Called once when the stream is over, however it ends. */
  ended(): void;
  /** Told of a failure of the source to clean up, which no caller waits for any more. */
  cleanupFailed(error: unknown): void;
}

/** Passes a handler's stream on until its bounds end it, and then closes the source. */
export async function* boundStream(
  source: AsyncIterator<unknown>,
  bounds: StreamBounds,
): AsyncGenerator<unknown, unknown, void> {
  try {
    for (;;) {
      const step = await nextOrAbort(source, bounds.until);
      if (step === null) return undefined;
      if (step.done) return step.value;
      bounds.check();
      yield step.value;
    }
  } catch (error) {
    throw await bounds.toWireError(error);
  } finally {
    bounds.ended();
    // A source that waits for its next change may only return when its own signal wakes it.
    source.return?.()?.then(undefined, bounds.cleanupFailed);
  }
}

/** Listens per step: a race against one long-lived promise would keep every step in memory. */
function nextOrAbort(
  source: AsyncIterator<unknown>,
  until: AbortSignal,
): Promise<IteratorResult<unknown> | null> {
  if (until.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(null);
    until.addEventListener('abort', stop, { once: true });
    source
      .next()
      .then(resolve, reject)
      .finally(() => until.removeEventListener('abort', stop));
  });
}
