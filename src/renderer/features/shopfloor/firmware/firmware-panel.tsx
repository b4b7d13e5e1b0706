import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FirmwareImage } from '#contract/shopfloor/firmware.ts';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { useFormats } from '#lib/use-formats.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { toast } from '#ui/toast-queue.ts';
import panel from '../machines/machine-panel.module.css';
import { UpdateDialog } from '../nodes/update-dialog.tsx';
import { UpdateProgress } from '../nodes/update-progress.tsx';
import { isUnderWay, useUpdates } from '../nodes/use-updates.ts';

/** What a {@link FirmwarePanel} takes. */
export interface FirmwarePanelProps {
  readonly image: FirmwareImage;
  readonly nodes: readonly NodeLink[];
  readonly onClose: () => void;
}

/** One firmware: what it is, which nodes run it, and how far those are that get it. */
export function FirmwarePanel({ image, nodes, onClose }: FirmwarePanelProps) {
  const { t } = useTranslation('nodes');
  const { t: ts } = useTranslation('shopfloor');
  const formats = useFormats();
  return (
    <DetailPanel
      id="shopfloor.firmware"
      title={image.version}
      onClose={onClose}
      {...(useCan('node:manage') && { actions: <Actions image={image} nodes={nodes} /> })}
    >
      <div className={panel.stack}>
        <DescriptionList>
          <Description term={t(($) => $.list.type)}>
            {ts(($) => $.nodeType[image.nodeType])}
          </Description>
          <Description term={t(($) => $.firmware.file)}>{image.fileName}</Description>
          <Description term={t(($) => $.firmware.size)}>{formats.bytes(image.size)}</Description>
          <Description term={t(($) => $.firmware.sha256)}>
            <code>{image.sha256}</code>
          </Description>
          <Description term={t(($) => $.firmware.minimum)}>{image.minimumVersion}</Description>
          <Description term={t(($) => $.firmware.uploadedBy)}>{image.createdBy}</Description>
          <Description term={t(($) => $.firmware.uploadedAt)}>
            <Time at={image.createdAt} zone />
          </Description>
        </DescriptionList>
        {image.releaseNotes !== null && (
          <section>
            <h3 className={panel.heading}>{t(($) => $.firmware.notes)}</h3>
            <p>{image.releaseNotes}</p>
          </section>
        )}
        <Nodes image={image} nodes={nodes} />
      </div>
    </DetailPanel>
  );
}

function Nodes({ image, nodes }: Omit<FirmwarePanelProps, 'onClose'>) {
  const { t } = useTranslation('nodes');
  const updates = useUpdates();
  const ofType = nodes.filter(({ nodeType }) => nodeType === image.nodeType);
  return (
    <section>
      <h3 className={panel.heading}>{t(($) => $.update.nodes)}</h3>
      <ul className={panel.sessions}>
        {ofType.map((node) => {
          const update = updates.get(node.id);
          const goesOn = isUnderWay(update) && update.version === image.version;
          return (
            <li key={node.id}>
              <span>
                {node.nodeId} {node.name}
              </span>
              {goesOn ? (
                <UpdateProgress update={update} />
              ) : (
                <span className={panel.quiet}>{node.firmwareVersion ?? '–'}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Actions({ image, nodes }: Omit<FirmwarePanelProps, 'onClose'>) {
  const { t } = useTranslation('nodes');
  const words = useErrorText();
  const [asked, ask] = useState<'update' | 'withdraw' | null>(null);
  const { id, version } = image;
  return (
    <>
      <Button
        variant="primary"
        icon={<Download aria-hidden="true" />}
        onPress={() => ask('update')}
      >
        {t(($) => $.list.update)}
      </Button>
      <Button onPress={() => ask('withdraw')}>{t(($) => $.firmware.withdraw)}</Button>
      {asked === 'update' && (
        <UpdateDialog nodes={nodes} picked={[]} image={image} onClose={() => ask(null)} />
      )}
      <ConfirmWithReason
        open={asked === 'withdraw'}
        onClose={() => ask(null)}
        title={t(($) => $.firmware.withdrawTitle, { version })}
        harm={t(($) => $.firmware.withdrawHarm)}
        confirmLabel={t(($) => $.firmware.withdraw)}
        minLength={0}
        describe={words}
        onConfirm={async () => {
          await withProof(() => client.shopfloor.firmware.withdraw({ id }));
          toast({ tone: 'success', title: t(($) => $.firmware.withdrawn, { version }) });
        }}
      />
    </>
  );
}
