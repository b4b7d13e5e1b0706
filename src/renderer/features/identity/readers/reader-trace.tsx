import { Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { client } from '#lib/core.ts';
import { useStream } from '#lib/use-stream.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Time } from '#ui/time.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import type { ReaderLine } from './reader-columns.tsx';
import { traceText, withEntry } from './trace-lines.ts';
import type { TraceLine } from './trace-lines.ts';
import styles from './reader-trace.module.css';

const linkStates = ['opening', 'up', 'down'] as const;

/** What the port of a reader says: bytes and their meaning, live, with the counters of its link. */
export function ReaderTrace({ reader }: { readonly reader: ReaderLine }) {
  const { t } = useTranslation('readers');
  const [lines, setLines] = useState<readonly TraceLine[]>([]);
  const [frozen, setFrozen] = useState<readonly TraceLine[] | null>(null);
  const { kind } = useStream(
    (signal) => {
      // Each opening begins with the last entries again.
      setLines([]);
      return client.identity.readers.trace({ id: reader.id }, { signal });
    },
    (entry) => setLines((before) => withEntry(before, entry)),
    reader.id,
  );
  const shown = frozen ?? lines;
  const last = lines.at(-1);
  if (!reader.here) return <Banner tone="info">{t(($) => $.trace.elsewhere)}</Banner>;
  return (
    <div className={styles.trace}>
      {(last?.checkBaud ?? reader.link?.checkBaud) && (
        <Banner tone="warning" title={t(($) => $.state.checkBaud)}>
          {t(($) => $.trace.baud)}
        </Banner>
      )}
      <Counters reader={reader} last={last} />
      <div className={styles.buttons}>
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
      <p className={styles.warning}>{t(($) => $.trace.clear)}</p>
      {shown.length === 0 && (
        <p className={styles.warning} role="status">
          {t(($) => (kind === 'live' ? $.trace.silent : $.trace.opening))}
        </p>
      )}
      <Lines lines={shown} following={frozen === null} />
    </div>
  );
}

const newSince = (lines: readonly TraceLine[], frozen: readonly TraceLine[]): number =>
  (lines.at(-1)?.number ?? 0) - (frozen.at(-1)?.number ?? 0);

function Counters({
  reader,
  last,
}: {
  readonly reader: ReaderLine;
  readonly last: TraceLine | undefined;
}) {
  const { t } = useTranslation('readers');
  const counts = [
    { name: t(($) => $.field.frames), value: last?.frames ?? reader.link?.frames },
    { name: t(($) => $.field.badFrames), value: last?.badFrames ?? reader.link?.badFrames },
    { name: t(($) => $.field.bytes), value: last?.bytes ?? reader.link?.bytes },
    { name: t(($) => $.field.reconnects), value: reader.link?.reconnects },
  ];
  return (
    <dl className={styles.counters}>
      {counts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({
  lines,
  following,
}: {
  readonly lines: readonly TraceLine[];
  readonly following: boolean;
}) {
  const { t } = useTranslation('readers');
  const end = useRef<HTMLOListElement>(null);
  const stateName = (name: string): string => {
    const state = linkStates.find((known) => known === name);
    return state ? t(($) => $.state[state]) : name;
  };
  const newest = lines.at(-1)?.number;
  useEffect(() => {
    if (following && end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [following, newest]);
  return (
    <ol ref={end} className={styles.lines} tabIndex={0} aria-label={t(($) => $.tab.trace)}>
      {lines.map(({ number, at, kind, hex, decoded }) => (
        <li key={number} className={classNames(styles.line, kind === 'garbage' && styles.bad)}>
          <span className={styles.head}>
            <Time at={at} show="clock" />
            <span>{t(($) => $.traceKind[kind])}</span>
          </span>
          {hex !== '' && <code className={styles.hex}>{hex}</code>}
          <span className={styles.decoded}>{kind === 'state' ? stateName(decoded) : decoded}</span>
        </li>
      ))}
    </ol>
  );
}
