import { Download, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonProps } from './button.tsx';
import { type ExportRun, type ExportRunOptions, useExportRun } from './use-export-run.ts';

/** Writes what the server streams into a CSV file, counting rows; press again to stop. */
export function ExportStream(props: ExportRunOptions) {
  return <ExportButton run={useExportRun(props)} />;
}

/** What an {@link ExportButton} takes. */
export interface ExportButtonProps extends Pick<ButtonProps, 'variant' | 'size'> {
  readonly run: ExportRun;
}

/** Begins an export, counts its rows and stops it. */
export function ExportButton({ run: { rows, toggle }, ...look }: ExportButtonProps) {
  const { t } = useTranslation('ui');
  return (
    <Button
      {...look}
      icon={rows === null ? <Download aria-hidden="true" /> : <Square aria-hidden="true" />}
      onPress={toggle}
    >
      {rows === null
        ? t(($) => $.exportStream.button)
        : t(($) => $.exportStream.running, { count: rows })}
    </Button>
  );
}
