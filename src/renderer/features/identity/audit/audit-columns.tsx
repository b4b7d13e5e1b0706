import type { TFunction } from 'i18next';
import type { AuditRow } from '#contract/identity/audit.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';

const fixed = { sortable: false } as const;

/** The columns of the trail; the server orders it by time. */
export function auditColumns(t: TFunction<'audit'>): readonly TableColumn<AuditRow>[] {
  return [
    {
      ...fixed,
      id: 'at',
      header: t(($) => $.field.at),
      width: 170,
      value: ({ at }) => at,
      cell: ({ at }) => <Time at={at} />,
    },
    {
      ...fixed,
      id: 'outcome',
      header: t(($) => $.field.outcome),
      width: 120,
      value: ({ success }) => success,
      cell: ({ success }) => (
        <StatusBadge tone={success ? 'normal' : 'warning'}>
          {t(($) => (success ? $.outcome.yes : $.outcome.no))}
        </StatusBadge>
      ),
    },
    {
      ...fixed,
      id: 'username',
      header: t(($) => $.field.person),
      width: 170,
      value: ({ username }) => username,
    },
    {
      ...fixed,
      id: 'action',
      header: t(($) => $.field.action),
      width: 210,
      value: ({ action }) => action,
      cell: ({ action }) => <code>{action}</code>,
    },
    {
      ...fixed,
      id: 'targetType',
      header: t(($) => $.field.targetType),
      width: 130,
      value: ({ targetType }) => targetType,
    },
    {
      ...fixed,
      id: 'targetId',
      header: t(($) => $.field.targetId),
      width: 150,
      value: ({ targetId }) => targetId,
    },
    {
      ...fixed,
      id: 'reason',
      header: t(($) => $.field.reason),
      width: 220,
      grow: true,
      value: ({ changeReason, failureReason }) => failureReason ?? changeReason,
    },
  ];
}
