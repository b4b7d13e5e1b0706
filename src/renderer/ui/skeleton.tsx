import styles from './skeleton.module.css';

/** What a {@link Skeleton} takes. */
export interface SkeletonProps {
  /** Lines to show; 1 unless told. */
  readonly lines?: number;
}

/** Holds the place of text that is loading. Say "loading" next to it where nothing else does. */
export function Skeleton({ lines = 1 }: SkeletonProps) {
  return (
    <span className={styles.skeleton} aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles.line} />
      ))}
    </span>
  );
}
