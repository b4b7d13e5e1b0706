import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditDetail, AuditRow } from '#contract/identity/audit.ts';
import { orpc } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Time } from '#ui/time.tsx';
import parts from '../parts/parts.module.css';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { ValuesDiff } from './values-diff-view.tsx';
import { plainText } from './values-diff.ts';

/** One record of the trail: what stood before and after, and where it came from. */
export function AuditPanel({
  row,
  onClose,
}: {
  readonly row: AuditRow;
  readonly onClose: () => void;
}) {
  const words = useIdentityWords();
  const { data, error } = useQuery(
    orpc.identity.audit.get.queryOptions({ input: { id: row.id }, gcTime: 0 }),
  );
  return (
    <DetailPanel id="identity.audit" title={<code>{row.action}</code>} onClose={onClose}>
      {error && <Banner tone="error">{words(error)}</Banner>}
      {!data && !error && <Skeleton lines={8} />}
      {data && <Record record={data} />}
    </DetailPanel>
  );
}

function Record({ record }: { readonly record: AuditDetail }) {
  const { t } = useTranslation('audit');
  const { oldValues, newValues, details } = record;
  return (
    <>
      {record.failureReason !== null && <Banner tone="warning">{record.failureReason}</Banner>}
      {(oldValues !== null || newValues !== null) && (
        <section>
          <h3 className={parts.heading}>{t(($) => $.trail.values)}</h3>
          <ValuesDiff before={oldValues} after={newValues} />
        </section>
      )}
      {details !== null && Object.keys(details).length > 0 && (
        <section>
          <h3 className={parts.heading}>{t(($) => $.field.details)}</h3>
          <DescriptionList>
            {Object.entries(details).map(([name, value]) => (
              <Description key={name} term={name}>
                {plainText(value)}
              </Description>
            ))}
          </DescriptionList>
        </section>
      )}
      <section>
        <h3 className={parts.heading}>{t(($) => $.trail.origin)}</h3>
        <Origin record={record} />
      </section>
    </>
  );
}

function Origin({ record }: { readonly record: AuditDetail }) {
  const { t } = useTranslation('audit');
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.at)}>
        <Time at={record.at} show="both" zone />
      </Description>
      <Description term={t(($) => $.field.person)}>{record.username}</Description>
      <Description term={t(($) => $.field.reason)}>{record.changeReason}</Description>
      <Description term={t(($) => $.field.target)}>
        {[record.targetType, record.targetId].filter(Boolean).join(' ')}
      </Description>
      <Description term={t(($) => $.field.workstation)}>{record.workstation}</Description>
      <Description term={t(($) => $.field.address)}>{record.ipAddress}</Description>
      <Description term={t(($) => $.field.userAgent)}>{record.userAgent}</Description>
      <Description term={t(($) => $.field.seal)}>
        {record.hash === null ? t(($) => $.trail.unsealed) : <code>{record.hash}</code>}
      </Description>
    </DescriptionList>
  );
}
