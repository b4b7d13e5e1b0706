import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReaderRow } from '#contract/identity/readers.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { Time } from '#ui/time.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { AssignForm } from './assign-form.tsx';
import type { ReaderLine } from './reader-columns.tsx';
import { NewReaderForm, ReaderForm } from './reader-form.tsx';
import { ReaderLink } from './reader-link.tsx';
import { ReaderTrace } from './reader-trace.tsx';

/** Adds a reader. */
export function NewReaderPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('readers');
  const { data } = useQuery(orpc.operations.status.queryOptions());
  return (
    <DetailPanel id="identity.reader" title={t(($) => $.list.add)} onClose={onClose}>
      {data && <NewReaderForm workstation={data.workstation} onDone={onClose} />}
    </DetailPanel>
  );
}

/** One reader: its link, what its port says, its settings and what it is for. */
export function ReaderPanel({
  reader,
  onClose,
}: {
  readonly reader: ReaderLine;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('readers');
  const mayManage = useCan('reader:manage');
  return (
    <DetailPanel
      id="identity.reader"
      title={reader.name}
      aside={<ReaderLink link={reader.link} />}
      onClose={onClose}
      {...(mayManage && { actions: <RemoveReader reader={reader} onRemoved={onClose} /> })}
    >
      {mayManage ? (
        <Tabs
          label={reader.name}
          items={[
            { id: 'state', label: t(($) => $.tab.state), content: <Facts reader={reader} /> },
            { id: 'trace', label: t(($) => $.tab.trace), content: <ReaderTrace reader={reader} /> },
            {
              id: 'settings',
              label: t(($) => $.tab.settings),
              content: <ReaderForm row={reader} />,
            },
            {
              id: 'assign',
              label: t(($) => $.tab.assign),
              content: <AssignForm reader={reader} />,
            },
          ]}
        />
      ) : (
        <Facts reader={reader} />
      )}
    </DetailPanel>
  );
}

function Facts({ reader }: { readonly reader: ReaderLine }) {
  const { t } = useTranslation('readers');
  const { link } = reader;
  return (
    <>
      {link?.checkBaud && (
        <Banner tone="warning" title={t(($) => $.state.checkBaud)}>
          {t(($) => $.trace.baud)}
        </Banner>
      )}
      {link?.problem && <Banner tone="error">{link.problem}</Banner>}
      <DescriptionList>
        <Description term={t(($) => $.field.purpose)}>
          {t(($) => $.purpose[reader.purpose])}
        </Description>
        <Description term={t(($) => $.field.place)}>{reader.place}</Description>
        <Description term={t(($) => $.field.endpoint)}>
          <code>{reader.endpoint}</code>
        </Description>
        <Description term={t(($) => $.field.profile)}>
          {t(($) => $.profile[reader.profile].name)}
        </Description>
        <Description term={t(($) => $.field.here)}>
          {t(($) => (reader.here ? $.here.yes : $.here.no))}
        </Description>
        <Description term={t(($) => $.field.since)}>
          {link && <Time at={link.since} show="both" zone />}
        </Description>
        <Description term={t(($) => $.field.frames)}>{link?.frames}</Description>
        <Description term={t(($) => $.field.badFrames)}>{link?.badFrames}</Description>
        <Description term={t(($) => $.field.bytes)}>{link?.bytes}</Description>
        <Description term={t(($) => $.field.reconnects)}>{link?.reconnects}</Description>
      </DescriptionList>
    </>
  );
}

function RemoveReader({
  reader,
  onRemoved,
}: {
  readonly reader: ReaderRow;
  readonly onRemoved: () => void;
}) {
  const { t } = useTranslation('readers');
  const words = useIdentityWords();
  const [asking, setAsking] = useState(false);
  const { id, version, name } = reader;
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t(($) => $.remove.button)}</Button>
      <ConfirmWithReason
        open={asking}
        onClose={() => setAsking(false)}
        title={t(($) => $.remove.title, { name })}
        harm={t(($) => $.remove.harm)}
        confirmLabel={t(($) => $.remove.button)}
        minLength={0}
        typed={name}
        describe={words}
        onConfirm={async () => {
          await withProof(() => client.identity.readers.remove({ id, version }));
          onRemoved();
        }}
      />
    </>
  );
}
