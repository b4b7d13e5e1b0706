import { useTranslation } from 'react-i18next';
import { paths } from '#contract/wire.ts';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useRow } from '#lib/use-rows.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { Spinner } from '#ui/spinner.tsx';
import { Time } from '#ui/time.tsx';
import panel from '../machines/machine-panel.module.css';
import type { Enrolled } from './enrol-dialog.tsx';
import styles from './nodes.module.css';

/** What a {@link EnrolWait} takes. */
export interface EnrolWaitProps {
  readonly enrolled: Enrolled;
  /** The live nodes. */
  readonly store: RowStore<NodeLink>;
  readonly onClose: () => void;
}

/** What the new node must be given, and whether it has greeted. */
export function EnrolWait({ enrolled: { node, token }, store, onClose }: EnrolWaitProps) {
  const { t } = useTranslation('nodes');
  const { t: ts } = useTranslation('shopfloor');
  const link = useRow(store, node.id);
  const heard = link?.bootId !== null && link?.bootId !== undefined;
  const wrongType = link?.reportedType && link.reportedType !== node.nodeType ? link : null;
  return (
    <div className={panel.stack}>
      {token && <Given node={node} token={token} />}
      {!token && !heard && <p>{t(($) => $.enrol.waitLink, { endpoint: node.endpoint ?? '' })}</p>}
      <div className={styles.waiting} role="status">
        {heard ? (
          <Banner tone="success">
            {t(($) => $.enrol.heard, {
              firmware: link.firmwareVersion ?? '–',
              boot: link.bootId ?? '–',
            })}
          </Banner>
        ) : (
          <>
            <Spinner />
            {t(($) => $.enrol.waiting, { code: node.nodeId })}
          </>
        )}
      </div>
      {wrongType?.reportedType && (
        <Banner tone="warning">
          {t(($) => $.wrongType, {
            reported: ts(($) => $.nodeType[wrongType.reportedType ?? node.nodeType]),
            expected: ts(($) => $.nodeType[node.nodeType]),
          })}
        </Banner>
      )}
      <div className={styles.buttons}>
        <Button variant={heard ? 'primary' : 'secondary'} onPress={onClose}>
          {t(($) => (heard ? $.enrol.done : $.enrol.later))}
        </Button>
      </div>
    </div>
  );
}

function Given({
  node,
  token,
}: {
  readonly node: Enrolled['node'];
  readonly token: NonNullable<Enrolled['token']>;
}) {
  const { t } = useTranslation('nodes');
  const url = `${window.location.origin}${paths.api}/nodes/${node.nodeId}/events`;
  return (
    <section className={panel.stack}>
      <h3 className={panel.heading}>{t(($) => $.enrol.give)}</h3>
      <DescriptionList>
        <Description term={t(($) => $.enrol.code)}>
          <code>{node.nodeId}</code>
        </Description>
        <Description term={t(($) => $.enrol.url)}>
          <code className={styles.given}>{url}</code>
        </Description>
        <Description term={t(($) => $.enrol.secret)}>
          <code className={styles.given} data-testid="secret">
            {token.secret}
          </code>
        </Description>
        <Description term={t(($) => $.enrol.until)}>
          <Time at={token.expiresAt} zone />
        </Description>
      </DescriptionList>
      <div className={styles.buttons}>
        <CopyButton text={`${node.nodeId}\n${url}\n${token.secret}`} />
      </div>
      <Banner tone="warning">{t(($) => $.enrol.once)}</Banner>
      <p>{t(($) => $.enrol.waitNetwork)}</p>
    </section>
  );
}
