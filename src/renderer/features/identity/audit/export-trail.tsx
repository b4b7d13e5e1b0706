import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFilter } from '#contract/identity/audit.ts';
import { client } from '#lib/core.ts';
import { downloadText } from '#lib/csv.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useIdentityWords } from '../parts/use-identity-words.ts';

/** Writes what the filters let through into a CSV file; press again to stop. */
export function ExportTrail({ filter }: { readonly filter: AuditFilter }) {
  const { t } = useTranslation('audit');
  const words = useIdentityWords();
  const running = useRef<AbortController>(null);
  const [rows, setRows] = useState<number | null>(null);

  async function collect(signal: AbortSignal): Promise<void> {
    const pieces: string[] = [];
    let count = 0;
    for await (const piece of await withProof(() =>
      client.identity.audit.export(filter, { signal }),
    )) {
      pieces.push(piece.text);
      count += piece.rows;
      setRows(count);
    }
    downloadText(`audit-${new Date().toISOString().slice(0, 10)}.csv`, pieces.join(''));
    toast({ tone: 'success', title: t(($) => $.export.done, { count }) });
  }

  async function start(): Promise<void> {
    const stop = new AbortController();
    running.current = stop;
    setRows(0);
    try {
      await collect(stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) toast({ tone: 'error', title: words(error) });
    } finally {
      running.current = null;
      setRows(null);
    }
  }

  return (
    <Button
      icon={<Download aria-hidden="true" />}
      onPress={() => (running.current ? running.current.abort() : void start())}
    >
      {rows === null ? t(($) => $.export.button) : t(($) => $.export.running, { count: rows })}
    </Button>
  );
}
