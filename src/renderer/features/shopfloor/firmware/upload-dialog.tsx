import { useEffect, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { firmwareFields, MAX_FIRMWARE_BYTES } from '#contract/shopfloor/firmware.ts';
import { nodeType } from '#contract/shopfloor/nodes.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { FormSelect, FormText } from '#ui/form/form-fields.tsx';
import { Form, FormRow } from '#ui/form/form.tsx';
import { useEditForm } from '#ui/form/use-edit-form.ts';
import { Progress } from '#ui/progress.tsx';
import { toast } from '#ui/toast-queue.ts';
import styles from '../nodes/nodes.module.css';
import { uploadFirmware } from './upload-file.ts';

type FirmwareInput = z.input<typeof firmwareFields>;
type FirmwareValues = z.output<typeof firmwareFields>;

/** Asks for a file of firmware and what it is, and puts it into the catalogue. */
export function UploadDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('nodes');
  return (
    <Dialog open onClose={onClose} title={t(($) => $.firmware.upload)} mustAnswer>
      <UploadForm onClose={onClose} />
    </Dialog>
  );
}

function UploadForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('nodes');
  const { t: ts } = useTranslation('shopfloor');
  const words = useErrorText();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const stopping = useRef<AbortController>(null);
  useEffect(() => () => stopping.current?.abort(), []);
  const edit = useEditForm<FirmwareInput, FirmwareValues>({
    schema: firmwareFields,
    defaults: {
      nodeType: 'machine_monitor',
      version: '',
      minimumVersion: null,
      releaseNotes: null,
    },
    async save(values) {
      if (!file) {
        setProblem(t(($) => $.firmware.fileNeeded));
        return;
      }
      const control = new AbortController();
      stopping.current = control;
      setSent(0);
      try {
        const image = await uploadFirmware({ ...values, file }, setSent, control.signal);
        toast({
          tone: 'success',
          title: t(($) => $.firmware.uploaded, { version: image.version }),
        });
        void queries.invalidateQueries({ queryKey: ['shopfloor', 'firmware'] });
        onClose();
      } catch (error) {
        if (!control.signal.aborted) throw error;
      } finally {
        setSent(null);
      }
    },
  });
  function take(next: File | undefined): void {
    if (!next) return;
    const wrong =
      next.size > MAX_FIRMWARE_BYTES
        ? t(($) => $.firmware.tooLarge)
        : next.size === 0
          ? t(($) => $.firmware.empty)
          : null;
    setProblem(wrong);
    setFile(wrong === null ? next : null);
  }
  if (sent !== null && file) {
    return (
      <Progress
        label={t(($) => $.firmware.uploading, { name: file.name })}
        value={sent}
        max={file.size}
        onCancel={() => stopping.current?.abort()}
      />
    );
  }
  return (
    <Form edit={edit} submitLabel={t(($) => $.firmware.upload)} describe={words} onCancel={onClose}>
      <ChooseFile file={file} onChoose={take} />
      {problem !== null && <Banner tone="error">{problem}</Banner>}
      <FormRow>
        <FormSelect<FirmwareInput>
          name="nodeType"
          label={ts(($) => $.field.type)}
          options={nodeType.options.map((value) => ({
            value,
            label: ts(($) => $.nodeType[value]),
          }))}
        />
        <FormText<FirmwareInput>
          name="version"
          label={t(($) => $.firmware.version)}
          description={t(($) => $.firmware.versionHint)}
          isRequired
        />
      </FormRow>
      <FormText<FirmwareInput>
        name="minimumVersion"
        label={t(($) => $.firmware.minimum)}
        description={t(($) => $.firmware.minimumHint)}
        emptyIsNull
      />
      <FormText<FirmwareInput>
        name="releaseNotes"
        label={t(($) => $.firmware.notes)}
        rows={3}
        emptyIsNull
      />
    </Form>
  );
}

function ChooseFile({
  file,
  onChoose,
}: {
  readonly file: File | null;
  readonly onChoose: (file: File | undefined) => void;
}) {
  const { t } = useTranslation('nodes');
  const formats = useFormats();
  return (
    <div className={styles.file}>
      <FileTrigger onSelect={(files) => onChoose(files?.[0])}>
        <Button>{t(($) => $.firmware.choose)}</Button>
      </FileTrigger>
      {file && t(($) => $.firmware.chosen, { name: file.name, size: formats.bytes(file.size) })}
    </div>
  );
}
