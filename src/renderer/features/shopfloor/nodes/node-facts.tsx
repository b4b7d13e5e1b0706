import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { FirmwareUpdate } from '#contract/shopfloor/firmware.ts';
import type { NodeLink, ShopNode } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { Time } from '#ui/time.tsx';
import { useAction } from '#ui/use-action.ts';
import styles from '../machines/machine-panel.module.css';
import { useMachines } from '../structure/use-structure.ts';
import { ConfigState } from './node-columns.tsx';
import { UpdateProgress } from './update-progress.tsx';
import { isUnderWay, newerImage, useImages } from './use-updates.ts';
import { useResetName } from './use-reset-name.ts';

/** What {@link NodeFacts} take. */
export interface NodeFactsProps {
  readonly link: NodeLink | undefined;
  readonly record: ShopNode;
  readonly update: FirmwareUpdate | undefined;
}

/** What is known of a node now: what is wrong, how far an update is, and what it releases. */
export function NodeFacts({ link, record, update }: NodeFactsProps) {
  const { t } = useTranslation('shopfloor');
  const { t: tn } = useTranslation('nodes');
  const resetName = useResetName();
  const images = useImages().data ?? [];
  const newer = link && newerImage(images, link);
  return (
    <div className={styles.stack}>
      {link && <Troubles link={link} />}
      {isUnderWay(update) && <UpdateProgress update={update} />}
      <DescriptionList>
        <Description term={t(($) => $.field.code)}>{record.nodeId}</Description>
        <Description term={t(($) => $.field.type)}>
          {t(($) => $.nodeType[record.nodeType])}
        </Description>
        {record.nodeType === 'office_reader' && (
          <Description term={tn(($) => $.desk.workstation)}>
            {record.workstation ?? tn(($) => $.desk.none)}
          </Description>
        )}
        <Description term={t(($) => $.field.zone)}>{record.zone?.name}</Description>
        <Description term={t(($) => $.field.endpoint)}>
          {record.endpoint === null ? (
            tn(($) => $.enrol.ways.network)
          ) : (
            <code>{record.endpoint}</code>
          )}
        </Description>
        <Description term={t(($) => $.field.lastSeen)}>
          {link?.lastSeen && <Time at={link.lastSeen} show="both" zone />}
        </Description>
        <Description term={t(($) => $.field.firmware)}>{link?.firmwareVersion}</Description>
        {newer && (
          <Description term={tn(($) => $.facts.available)}>
            <Link href={`/shopfloor/firmware?firmware.open=${newer.id}`}>{newer.version}</Link>
          </Description>
        )}
        <Description term={tn(($) => $.tab.config)}>
          {link && <ConfigState state={link.config.state} t={tn} />}
        </Description>
        <Description term={t(($) => $.field.resetReason)}>
          {link?.resetReason && resetName(link.resetReason)}
        </Description>
        <Description term={tn(($) => $.facts.run)}>{link?.bootId}</Description>
      </DescriptionList>
      {record.nodeType !== 'office_reader' && <Machines record={record} />}
    </div>
  );
}

function Troubles({ link }: { readonly link: NodeLink }) {
  const { t } = useTranslation('shopfloor');
  const { t: tn } = useTranslation('nodes');
  const mayManage = useCan('node:manage');
  const dismiss = useAction((nodeId: string) => client.shopfloor.firmware.dismiss({ nodeId }), {
    done: () => tn(($) => $.trouble.dismissed),
  });
  const { reportedType, nodeType, troubles } = link;
  return (
    <>
      {reportedType !== null && reportedType !== nodeType && (
        <Banner tone="warning">
          {tn(($) => $.wrongType, {
            reported: t(($) => $.nodeType[reportedType]),
            expected: t(($) => $.nodeType[nodeType]),
          })}
        </Banner>
      )}
      {troubles.map(({ kind, code, message, since }) => (
        <Banner
          key={`${kind} ${code}`}
          tone="error"
          title={
            <>
              {tn(($) => $.troubleKind[kind])} · {tn(($) => $.trouble.since)}{' '}
              <Time at={since} show="relative" />
            </>
          }
          {...(kind === 'firmware' &&
            mayManage && {
              action: (
                <Button size="small" onPress={() => dismiss.run(link.id)}>
                  {tn(($) => $.trouble.dismiss)}
                </Button>
              ),
            })}
        >
          {message}
        </Banner>
      ))}
    </>
  );
}

function Machines({ record }: { readonly record: ShopNode }) {
  const { t } = useTranslation('shopfloor');
  const machines = (useMachines().data ?? []).filter(({ node }) => node?.id === record.id);
  return (
    <section>
      <h3 className={styles.heading}>{t(($) => $.machines.label)}</h3>
      {machines.length === 0 && <p className={styles.quiet}>{t(($) => $.nodes.noMachines)}</p>}
      <ul className={styles.sessions}>
        {machines.map(({ id, name, machineId, nodePort }) => (
          <li key={id}>
            <Link href={`/shopfloor/machines?machines.open=${id}`}>
              {machineId} {name}
            </Link>
            <span className={styles.quiet}>{t(($) => $.nodes.port, { port: nodePort })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
