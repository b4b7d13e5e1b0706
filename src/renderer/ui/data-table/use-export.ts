import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadText, toCsv } from '#lib/csv.ts';
import { toast } from '../toast-queue.ts';
import type { TableColumn } from './columns.ts';
import type { RowSource } from './row-source.ts';

/** What is exported. */
export interface ExportOptions<Row> {
  /** The file name without its ending; the moment is added. */
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly source: RowSource<Row>;
  /** The rows as shown. */
  readonly rows: readonly Row[];
  /** The chosen rows; when there are two or more, only they are exported. */
  readonly chosen: readonly Row[];
}

/** Writes the table as a CSV file: the chosen rows, else all of them with the columns that show. */
export function useExport<Row>(options: ExportOptions<Row>): {
  running: boolean;
  start: () => void;
} {
  const { t } = useTranslation('ui');
  const [running, setRunning] = useState(false);
  const leaving = useRef<AbortController>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  async function run(signal: AbortSignal): Promise<void> {
    const { source, chosen, rows, columns, name } = options;
    const wanted = chosen.length > 1 ? chosen : ((await source.loadAll?.(signal)) ?? rows);
    const lines = wanted.map((row) => columns.map((column) => column.value(row)));
    const moment = new Date().toISOString().slice(0, 16).replaceAll(/[:T]/g, '-');
    downloadText(
      `${name}-${moment}.csv`,
      toCsv(
        columns.map(({ header }) => header),
        lines,
      ),
    );
  }

  return {
    running,
    start() {
      const control = new AbortController();
      leaving.current = control;
      setRunning(true);
      run(control.signal)
        .catch(() => {
          if (control.signal.aborted) return;
          const [title, text] = [t(($) => $.table.exportFailed), t(($) => $.table.exportAdvice)];
          toast({ tone: 'error', title, text });
        })
        .finally(() => setRunning(false));
    },
  };
}
