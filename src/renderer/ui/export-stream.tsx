import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadText } from '#lib/csv.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from './button.tsx';
import { toast } from './toast-queue.ts';

/** A piece of a CSV file as the server sends it. */
interface Piece {
  readonly text: string;
  /** Rows in it, without the head line. */
  readonly rows: number;
}

/** What an {@link ExportStream} takes. */
export interface ExportStreamProps {
  /** Begins the file's name; the day follows. */
  readonly name: string;
  /** Asks for the pieces, first to last. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<Piece>>;
  /** Puts a refusal into words; the common texts otherwise. */
  readonly describe?: (failure: unknown) => string | undefined;
}

/** Writes what the server streams into a CSV file, counting rows; press again to stop. */
export function ExportStream({ name, open, describe }: ExportStreamProps) {
  const { t } = useTranslation('ui');
  const words = useErrorText();
  const running = useRef<AbortController>(null);
  const [rows, setRows] = useState<number | null>(null);

  async function collect(signal: AbortSignal): Promise<void> {
    const pieces: string[] = [];
    let count = 0;
    for await (const piece of await withProof(() => open(signal))) {
      pieces.push(piece.text);
      count += piece.rows;
      setRows(count);
    }
    downloadText(`${name}-${new Date().toISOString().slice(0, 10)}.csv`, pieces.join(''));
    toast({ tone: 'success', title: t(($) => $.exportStream.done, { count }) });
  }

  async function start(): Promise<void> {
    const stop = new AbortController();
    running.current = stop;
    setRows(0);
    try {
      await collect(stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) {
        toast({ tone: 'error', title: describe?.(error) ?? words(error) });
      }
    } finally {
      running.current = null;
      setRows(null);
    }
  }

  return (
    <Button
      icon={<Download aria-hidden />}
      onPress={() => (running.current ? running.current.abort() : void start())}
    >
      {rows === null
        ? t(($) => $.exportStream.button)
        : t(($) => $.exportStream.running, { count: rows })}
    </Button>
  );
}
