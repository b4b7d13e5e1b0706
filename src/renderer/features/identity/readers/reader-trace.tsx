import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReaderTraceEntry } from '#contract/identity/readers.ts';
import { client } from '#lib/core.ts';
import { useStream } from '#lib/use-stream.ts';
import { Banner } from '#ui/banner.tsx';
import { withEntry } from '#ui/trace/trace-lines.ts';
import type { TraceEntry, TraceLine } from '#ui/trace/trace-lines.ts';
import { TraceView } from '#ui/trace/trace-view.tsx';
import type { ReaderLine } from './reader-columns.tsx';
import styles from './reader-trace.module.css';

type ReaderTraceLine = TraceLine<TraceEntry & ReaderTraceEntry>;

const linkStates = ['opening', 'up', 'down'] as const;

/** What the port of a reader says: bytes and their meaning, live, with the counters of its link. */
export function ReaderTrace({ reader }: { readonly reader: ReaderLine }) {
  const { t } = useTranslation('readers');
  const [lines, setLines] = useState<readonly ReaderTraceLine[]>([]);
  const { kind } = useStream(
    (signal) => {
      // Each opening begins with the last entries again.
      setLines([]);
      return client.identity.readers.trace({ id: reader.id }, { signal });
    },
    (entry) => setLines((before) => withEntry(before, { ...entry, raw: entry.hex })),
    reader.id,
  );
  const last = lines.at(-1);
  const stateName = (name: string): string => {
    const state = linkStates.find((known) => known === name);
    return state ? t(($) => $.state[state]) : name;
  };
  if (!reader.here) return <Banner tone="info">{t(($) => $.trace.elsewhere)}</Banner>;
  return (
    <div className={styles.trace}>
      {(last?.checkBaud ?? reader.link?.checkBaud) && (
        <Banner tone="warning" title={t(($) => $.state.checkBaud)}>
          {t(($) => $.trace.baud)}
        </Banner>
      )}
      <Counters reader={reader} last={last} />
      <TraceView
        label={t(($) => $.tab.trace)}
        lines={lines}
        note={t(($) => $.trace.clear)}
        silent={t(($) => (kind === 'live' ? $.trace.silent : $.trace.opening))}
        stateName={stateName}
      />
    </div>
  );
}

function Counters({
  reader,
  last,
}: {
  readonly reader: ReaderLine;
  readonly last: ReaderTraceLine | undefined;
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
