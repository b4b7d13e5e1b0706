import { Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { Button } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { FilterSelect } from '../filter-select.tsx';
import { SearchField } from '../search-field.tsx';
import { Time } from '../time.tsx';
import { linesThatFit, traceKinds, traceText } from './trace-lines.ts';
import type { TraceLine } from './trace-lines.ts';
import styles from './trace-view.module.css';

/** What a {@link TraceView} takes. */
export interface TraceViewProps {
  /** Says what the lines are, to screen readers. */
  readonly label: string;
  /** All that is kept, oldest first. */
  readonly lines: readonly TraceLine[];
  /** Said above the lines: what they hold, and how to treat them. */
  readonly note: ReactNode;
  /** Said while there are no lines. */
  readonly silent: ReactNode;
  /** Puts a state of the link into words; as it came unless told. */
  readonly stateName?: (state: string) => string;
}

/** What a port says, live: raw and decoded, with a filter, a pause and a copy. */
export function TraceView({ label, lines, note, silent, stateName }: TraceViewProps) {
  const { t } = useTranslation('ui');
  const [frozen, setFrozen] = useState<readonly TraceLine[] | null>(null);
  const [kind, setKind] = useState<TraceLine['kind'] | null>(null);
  const [text, setText] = useState('');
  const all = frozen ?? lines;
  const shown = linesThatFit(all, kind, text);
  return (
    <>
      <div className={styles.buttons}>
        <SearchField label={t(($) => $.trace.search)} value={text} onChange={setText} />
        <FilterSelect
          label={t(($) => $.trace.filter)}
          options={traceKinds.map((value) => ({ value, label: t(($) => $.trace.kind[value]) }))}
          value={kind}
          onChange={setKind}
        />
        <Button
          icon={frozen ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          onPress={() => setFrozen(frozen ? null : lines)}
        >
          {frozen
            ? t(($) => $.trace.resume, { count: newSince(lines, frozen) })
            : t(($) => $.trace.pause)}
        </Button>
        <CopyButton text={traceText(shown)} />
      </div>
      <p className={styles.quiet}>{note}</p>
      {shown.length === 0 && (
        <p className={styles.quiet} role="status">
          {all.length === 0 ? silent : t(($) => $.trace.nothing)}
        </p>
      )}
      <Lines label={label} lines={shown} following={frozen === null} stateName={stateName} />
    </>
  );
}

const newSince = (lines: readonly TraceLine[], frozen: readonly TraceLine[]): number =>
  (lines.at(-1)?.number ?? 0) - (frozen.at(-1)?.number ?? 0);

function Lines({
  label,
  lines,
  following,
  stateName,
}: Pick<TraceViewProps, 'label' | 'lines'> & {
  readonly following: boolean;
  readonly stateName: TraceViewProps['stateName'];
}) {
  const { t } = useTranslation('ui');
  const end = useRef<HTMLOListElement>(null);
  const newest = lines.at(-1)?.number;
  useEffect(() => {
    if (following && end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [following, newest]);
  return (
    <ol ref={end} className={styles.lines} tabIndex={0} aria-label={label}>
      {lines.map(({ number, at, kind, raw, decoded }) => (
        <li key={number} className={classNames(styles.line, kind === 'garbage' && styles.bad)}>
          <span className={styles.head}>
            <Time at={at} show="clock" />
            <span>{t(($) => $.trace.kind[kind])}</span>
          </span>
          {raw !== '' && <code className={styles.raw}>{raw}</code>}
          <span className={styles.decoded}>
            {kind === 'state' ? (stateName?.(decoded) ?? decoded) : decoded}
          </span>
        </li>
      ))}
    </ol>
  );
}
