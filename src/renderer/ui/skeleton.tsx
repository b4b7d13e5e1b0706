import { classNames } from '#lib/class-names.ts';
import styles from './skeleton.module.css';

/** What a {@link Skeleton} takes. */
export interface SkeletonProps {
  /** Lines to show; 1 unless told. */
  readonly lines?: number;
  /** Keeps a distance from the edges, where nothing else of the screen is there yet. */
  readonly wholeScreen?: boolean;
}

/** Holds the place of text that is loading. Say "loading" next to it where nothing else does. */
export function Skeleton({ lines = 1, wholeScreen }: SkeletonProps) {
  return (
    <span
      className={classNames(styles.skeleton, wholeScreen && styles.wholeScreen)}
      aria-hidden="true"
    >
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles.line} />
      ))}
    </span>
  );
}
