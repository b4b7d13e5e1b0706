import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { byteOrderMark, downloadText } from '#lib/csv.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { toast } from './toast-queue.ts';

/** A piece of a CSV file. */
export interface ExportPiece {
  readonly text: string;
  /** Rows in it, without the head line. */
  readonly rows: number;
}

/** What is exported, and how a refusal is told. */
export interface ExportRunOptions {
  /** Begins the file's name; the moment follows. */
  readonly name: string;
  /** Asks for the pieces, first to last. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<ExportPiece>>;
  /** Puts a refusal into words; the common texts otherwise. */
  readonly describe?: ((failure: unknown) => string | undefined) | undefined;
}

/** An export under way or not. */
export interface ExportRun {
  /** Rows that are here so far; null while nothing is exported. */
  readonly rows: number | null;
  /** Begins it, or stops the one that runs: then no file is written. */
  readonly toggle: () => void;
}

/** Collects a CSV file piece by piece, counting rows. Leaving the screen stops it. */
export function useExportRun({ name, open, describe }: ExportRunOptions): ExportRun {
  const { t } = useTranslation('ui');
  const words = useErrorText();
  const running = useRef<AbortController>(null);
  const [rows, setRows] = useState<number | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function collect(signal: AbortSignal): Promise<void> {
    const pieces: string[] = [];
    let count = 0;
    for await (const piece of await withProof(() => open(signal))) {
      signal.throwIfAborted();
      pieces.push(piece.text);
      count += piece.rows;
      setRows(count);
    }
    const moment = new Date().toISOString().slice(0, 16).replaceAll(/[:T]/g, '-');
    downloadText(`${name}-${moment}.csv`, byteOrderMark + pieces.join(''));
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
        const text = describe?.(error) ?? words(error);
        toast({ tone: 'error', title: t(($) => $.table.exportFailed), text });
      }
    } finally {
      running.current = null;
      setRows(null);
    }
  }

  return {
    rows,
    toggle: () => (running.current ? running.current.abort() : void start()),
  };
}
