/** Who leads, as the leader's row says. */
export interface Leadership {
  /** Rises with each takeover; monitor transactions commit only under the epoch they began in. */
  readonly epoch: number;
  /** Aborts the moment this process no longer leads. */
  readonly lost: AbortSignal;
}

/** What is known of the leader, for the status bar and for watching it. */
export interface LeaderView {
  readonly installationId: string;
  readonly workstation: string;
  readonly epoch: number;
  /** RFC 3339. */
  readonly since: string;
  /** RFC 3339. */
  readonly heartbeatAt: string;
  /** Age of the last sign of life by the database's clock. Milliseconds. */
  readonly silentMs: number;
  /** `true` when this very process leads. */
  readonly self: boolean;
}
