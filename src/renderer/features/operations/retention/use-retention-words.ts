import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type texts from '../../../locales/en/retention.json';

/** What each monitor removes, as the texts call it. */
const records: Readonly<Record<string, keyof typeof texts.records>> = {
  'alarms.retention': 'alarms',
  'alarms.journal-retention': 'alarmJournal',
  'alarms.delivery-retention': 'alarmDeliveries',
  'shopfloor.machine-log-retention': 'machineLog',
  'shopfloor.node-event-retention': 'nodeEvents',
  'shopfloor.accessory-retention': 'accessories',
  'shopfloor.line-minute-retention': 'lineMinutes',
  'shopfloor.node-report-retention': 'nodeReports',
  'shopfloor.bluetooth-retention': 'bluetooth',
  'shopfloor.deferred-record-retention': 'deferredRecords',
  'shopfloor.sync-retention': 'syncEvents',
  'identity.security-event-retention': 'securityEvents',
  'identity.failed-login-retention': 'failedLogins',
  'identity.throttle-retention': 'throttles',
  'identity.token-retention': 'tokens',
  'identity.display-retention': 'displays',
  'operations.error-log-retention': 'errorLog',
  'operations.run-retention': 'runs',
};

/** What the records are called, and lengths in days. */
export interface RetentionWords {
  readonly t: TFunction<'retention'>;
  /** What a monitor removes; one that the console does not know keeps its name. */
  nameOf(monitor: string): string;
  /** From when on the age of these records is counted, and what stays of them. */
  ageOf(monitor: string): string | null;
  days(count: number): string;
}

/** Puts retention into words. */
export function useRetentionWords(): RetentionWords {
  const { t } = useTranslation('retention');
  return useMemo(
    () => ({
      t,
      nameOf(monitor) {
        const key = records[monitor];
        return key ? t(($) => $.records[key].name) : monitor;
      },
      ageOf(monitor) {
        const key = records[monitor];
        return key ? t(($) => $.records[key].age) : null;
      },
      days: (count) => t(($) => $.days, { count }),
    }),
    [t],
  );
}
