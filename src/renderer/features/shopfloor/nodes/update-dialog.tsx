import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FirmwareImage, UpdateAnswer } from '#contract/shopfloor/firmware.ts';
import { compareVersions } from '#contract/shopfloor/firmware-version.ts';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Select } from '#ui/select.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useAction } from '#ui/use-action.ts';
import panel from '../machines/machine-panel.module.css';
import styles from './nodes.module.css';
import { isUnderWay, useImages, useUpdates } from './use-updates.ts';

/** What an {@link UpdateDialog} takes. */
export interface UpdateDialogProps {
  readonly nodes: readonly NodeLink[];
  /** Keys of nodes that are chosen at first. */
  readonly picked: readonly string[];
  /** The firmware that is chosen at first. */
  readonly image?: FirmwareImage;
  readonly onClose: () => void;
}

/** Chooses a firmware and the nodes that get it, and says why others cannot. */
export function UpdateDialog({ nodes, picked, image: first, onClose }: UpdateDialogProps) {
  const { t } = useTranslation('nodes');
  const { t: ts } = useTranslation('shopfloor');
  const images = useImages().data ?? [];
  const suggested = nodes.find(({ id }) => picked.includes(id))?.nodeType;
  const [imageId, setImageId] = useState<string | null>(first?.id ?? null);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set(picked));
  const image =
    images.find(({ id }) => id === imageId) ??
    images.find(({ nodeType }) => suggested === undefined || nodeType === suggested);
  const whyNot = useWhyNot(image);
  const candidates = nodes.filter(({ nodeType }) => nodeType === image?.nodeType);
  const ready = candidates.filter((node) => chosen.has(node.id) && whyNot(node) === null);
  const start = useAction(
    (nodeIds: string[]) => client.shopfloor.firmware.start({ imageId: image?.id ?? '', nodeIds }),
    {
      onDone(answers) {
        const asked = answers.filter(({ answer }) => answer === 'asked').length;
        const rest = answers.filter(({ answer }) => answer !== 'asked');
        toast({
          tone: rest.length === 0 ? 'success' : 'warning',
          title: t(($) => $.update.asked, { count: asked }),
          ...(rest.length > 0 && {
            text: rest.map(({ answer }) => t(($) => $.answer[answer])).join(', '),
          }),
        });
        onClose();
      },
    },
  );
  const toggle = (id: string, on: boolean): void =>
    choose((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(($) => $.update.title)}
      mustAnswer
      footer={
        <>
          <Button onPress={onClose}>{t(($) => $.enrol.cancel)}</Button>
          <Button
            variant="primary"
            isDisabled={ready.length === 0}
            busy={start.busy}
            onPress={() => start.run(ready.map(({ id }) => id))}
          >
            {t(($) => $.update.start, { count: ready.length })}
          </Button>
        </>
      }
    >
      <div className={panel.stack}>
        {images.length === 0 && <Banner tone="info">{t(($) => $.update.noImage)}</Banner>}
        <Select
          label={t(($) => $.update.firmware)}
          options={images.map(({ id, version, nodeType }) => ({
            value: id,
            label: version,
            note: ts(($) => $.nodeType[nodeType]),
          }))}
          value={image?.id ?? null}
          onChange={setImageId}
        />
        <section>
          <h3 className={panel.heading}>{t(($) => $.update.nodes)}</h3>
          {candidates.length === 0 && <p className={panel.quiet}>{t(($) => $.update.none)}</p>}
          <ul className={styles.pick}>
            {candidates.map((node) => {
              const reason = whyNot(node);
              return (
                <li key={node.id}>
                  <Checkbox
                    isSelected={chosen.has(node.id) && reason === null}
                    isDisabled={reason !== null}
                    onChange={(on) => toggle(node.id, on)}
                  >
                    {node.nodeId} {node.name}
                  </Checkbox>
                  <span className={panel.quiet}>
                    {node.firmwareVersion ?? '–'}
                    {reason !== null && <> · {t(($) => $.answer[reason])}</>}
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
        <Banner tone="warning">{t(($) => $.update.harm)}</Banner>
      </div>
    </Dialog>
  );
}

/** Why a node cannot be given the firmware now; null where it can. The core decides again. */
function useWhyNot(image: FirmwareImage | undefined): (node: NodeLink) => UpdateAnswer | null {
  const updates = useUpdates();
  return (node) => {
    if (image === undefined || node.nodeType !== image.nodeType) return 'wrong-type';
    if (isUnderWay(updates.get(node.id))) return 'under-way';
    const { firmwareVersion: runs } = node;
    if (runs === image.version) return 'same-version';
    const { minimumVersion: least } = image;
    if (least === null) return null;
    return runs === null || compareVersions(runs, least) < 0 ? 'too-old' : null;
  };
}
