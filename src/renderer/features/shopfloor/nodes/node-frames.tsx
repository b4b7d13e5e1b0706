import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeTraceEntry } from '#contract/shopfloor/node-health.ts';
import type { ShopNode } from '#contract/shopfloor/nodes.ts';
import { client, isCoreError } from '#lib/core.ts';
import { useStream } from '#lib/use-stream.ts';
import { Banner } from '#ui/banner.tsx';
import { withEntry } from '#ui/trace/trace-lines.ts';
import type { TraceLine } from '#ui/trace/trace-lines.ts';
import { TraceView } from '#ui/trace/trace-view.tsx';
import styles from '../machines/machine-panel.module.css';

type Elsewhere = 'network' | 'other-process' | 'not-driven';

const elsewhereOf = (error: unknown): Elsewhere | null => {
  if (!isCoreError(error) || error.code !== 'LINK_ELSEWHERE') return null;
  return (error.data as { readonly reason: Elsewhere }).reason;
};

/** What goes over the link of a node, live; only where this core drives the link itself. */
export function NodeFrames({ record }: { readonly record: ShopNode }) {
  const { t } = useTranslation('nodes');
  const [lines, setLines] = useState<readonly TraceLine<NodeTraceEntry>[]>([]);
  const [elsewhere, setElsewhere] = useState<Elsewhere | null>(null);
  const { kind } = useStream(
    async (signal) => {
      // Each opening begins with the last entries again.
      setLines([]);
      try {
        const stream = await client.shopfloor.nodes.trace({ id: record.id }, { signal });
        setElsewhere(null);
        return stream;
      } catch (error) {
        setElsewhere(elsewhereOf(error));
        throw error;
      }
    },
    (entry) => setLines((before) => withEntry(before, entry)),
    record.id,
  );
  if (elsewhere !== null) return <Banner tone="info">{t(($) => $.frames[elsewhere])}</Banner>;
  return (
    <div className={styles.stack}>
      <TraceView
        label={t(($) => $.frames.label, { name: record.name })}
        lines={lines}
        note={t(($) => $.frames.note)}
        silent={t(($) => (kind === 'live' ? $.frames.silent : $.frames.opening))}
      />
    </div>
  );
}
