import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { MAX_STRUCTURE_LENGTH } from '#contract/shopfloor/structure.ts';
import type {
  StructureChange,
  StructureFormat,
  StructureProblem,
} from '#contract/shopfloor/structure.ts';
import { client } from '#lib/core.ts';
import { downloadText } from '#lib/csv.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useAction } from '#ui/use-action.ts';
import { ChangeList, ProblemList } from './exchange-report.tsx';
import styles from './exchange-dialog.module.css';

interface ChosenFile {
  readonly name: string;
  readonly format: StructureFormat;
  readonly text: string;
}

interface Checked {
  readonly file: ChosenFile;
  readonly problems: readonly StructureProblem[];
  readonly changes: readonly StructureChange[];
  readonly digest: string;
}

/** Writes the structure to a file, and reads one: first what it would do, then at a press. */
export function ExchangeDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('structure');
  const words = useErrorText();
  const queries = useQueryClient();
  const [tooLarge, setTooLarge] = useState(false);
  const check = useMutation({
    mutationFn: async (file: ChosenFile): Promise<Checked> => {
      const { format, text } = file;
      const answer = await withProof(() => client.shopfloor.structure.check({ format, text }));
      return { file, ...answer };
    },
  });
  const apply = useMutation({
    mutationFn: ({ file: { format, text }, digest }: Checked) =>
      withProof(() => client.shopfloor.structure.apply({ format, text, digest })),
    onSuccess({ added, changed, same }) {
      toast({ tone: 'success', title: t(($) => $.imported, { added, changed, same }) });
      void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
      onClose();
    },
  });
  const checked = check.data;
  const differing = checked?.changes.filter(({ action }) => action !== 'same') ?? [];

  async function choose(file: File): Promise<void> {
    const text = await file.text();
    setTooLarge(text.length > MAX_STRUCTURE_LENGTH);
    apply.reset();
    if (text.length > MAX_STRUCTURE_LENGTH) return;
    const format = file.name.toLowerCase().endsWith('.json') ? 'json' : 'csv';
    check.mutate({ name: file.name, format, text });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t(($) => $.exchange)}
      size="large"
      footer={
        <>
          <Button onPress={onClose}>{t(($) => $.close)}</Button>
          <Button
            variant="primary"
            busy={apply.isPending}
            isDisabled={!checked || checked.problems.length > 0 || differing.length === 0}
            onPress={() => checked && apply.mutate(checked)}
          >
            {t(($) => $.apply, { count: differing.length })}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <Exporting />
        <h3>{t(($) => $.import)}</h3>
        <p>{t(($) => $.importHint)}</p>
        <FileTrigger
          acceptedFileTypes={['.csv', '.json', 'text/csv', 'application/json']}
          onSelect={(files) => {
            const file = files?.item(0);
            if (file) void choose(file);
          }}
        >
          <Button icon={<FileUp aria-hidden="true" />} busy={check.isPending}>
            {t(($) => $.choose)}
          </Button>
        </FileTrigger>
        {tooLarge && (
          <Banner tone="error">
            {t(($) => $.tooLarge, { size: MAX_STRUCTURE_LENGTH / 1000 })}
          </Banner>
        )}
        {check.error && <Banner tone="error">{words(check.error)}</Banner>}
        {apply.error && (
          <Banner
            tone="error"
            action={
              checked && (
                <Button onPress={() => check.mutate(checked.file)}>{t(($) => $.again)}</Button>
              )
            }
          >
            {isStale(apply.error) ? t(($) => $.stale) : words(apply.error)}
          </Banner>
        )}
        {checked && (
          <>
            <h3>{checked.file.name}</h3>
            {checked.problems.length > 0 && <ProblemList problems={checked.problems} />}
            <ChangeList changes={checked.changes} />
          </>
        )}
      </div>
    </Dialog>
  );
}

const isStale = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'STRUCTURE_CHANGED';

function Exporting() {
  const { t } = useTranslation('structure');
  const write = useAction(
    async ({ format, template }: { format: StructureFormat; template: boolean }) => {
      const { text } = await client.shopfloor.structure.export({ format, template });
      return { format, template, text };
    },
    {
      onDone({ format, template, text }) {
        const day = new Date().toISOString().slice(0, 10);
        const name = template ? 'structure-template' : `structure-${day}`;
        const type = format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
        downloadText(`${name}.${format}`, text, type);
      },
    },
  );
  const icon = <Download aria-hidden="true" />;
  return (
    <>
      <h3>{t(($) => $.export)}</h3>
      <p>{t(($) => $.exportHint)}</p>
      <div className={styles.buttons}>
        <Button icon={icon} onPress={() => write.run({ format: 'csv', template: false })}>
          CSV
        </Button>
        <Button icon={icon} onPress={() => write.run({ format: 'json', template: false })}>
          JSON
        </Button>
        <Button icon={icon} onPress={() => write.run({ format: 'csv', template: true })}>
          {t(($) => $.template)}
        </Button>
      </div>
    </>
  );
}
