import type { readerPurposes } from '#contract/identity/readers.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';

/** A badge held once to a reader of this process; repeats while it lies there are left out. */
export interface BadgeRead extends BadgeUid {
  /** Names this read for two minutes, so that the number itself need not cross to a renderer. */
  readonly readId: string;
  readonly readerId: string;
  readonly readerName: string;
  readonly purpose: (typeof readerPurposes)[number];
  /** The machine the reader starts, for purpose `machine`. */
  readonly machineId: string | null;
  /** The workstation the reader serves, for `sign-in` and `enrolment`. */
  readonly workstation: string | null;
  readonly at: Date;
}

/** Badges as they are read at the serial readers of this process. */
export interface BadgeReads {
  /** Calls `listener` for every read until disposed. A listener that throws is logged, not felt. */
  subscribe(listener: (read: BadgeRead) => void): Disposable;
  /** A read of the last two minutes, or null. */
  find(readId: string): BadgeRead | null;
}
