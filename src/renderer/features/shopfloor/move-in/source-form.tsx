import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MoveInSource, moveInSource } from '#contract/shopfloor/move-in.ts';
import { Button } from '#ui/button.tsx';
import { ComboBox } from '#ui/combo-box.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { RadioGroup } from '#ui/radio-group.tsx';
import { Select } from '#ui/select.tsx';
import { TextField } from '#ui/text-field.tsx';
import styles from './move-in.module.css';

/** What a {@link SourceForm} takes. */
export interface SourceFormProps {
  readonly busy: boolean;
  /** This very source was rehearsed. */
  readonly mayMove: boolean;
  /** Something else was entered; what was rehearsed is no longer what would be moved. */
  readonly onChange: () => void;
  readonly onRehearse: (source: MoveInSource) => void;
  readonly onMove: () => void;
}

const kinds = ['sqlite', 'postgres'] as const;
const forms = ['hex', 'decimal'] as const;
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map(
  (zone) => ({ value: zone, label: zone }),
);
const start: MoveInSource = { kind: 'sqlite', location: '', zone: 'UTC', badgeForm: 'hex' };

/** Which ShopMonitor, how to read it, and the two things to do with it. */
export function SourceForm({ busy, mayMove, onChange, onRehearse, onMove }: SourceFormProps) {
  const { t } = useTranslation('moveIn');
  const [source, setSource] = useState(start);
  const [asked, ask] = useState(false);
  const read = moveInSource.safeParse(source);
  const change = (over: Partial<MoveInSource>): void => {
    setSource({ ...source, ...over });
    onChange();
  };
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (read.success && !busy) onRehearse(read.data);
      }}
    >
      <RadioGroup
        label={t(($) => $.source.kind)}
        options={kinds.map((value) => ({ value, label: t(($) => $.source.kinds[value]) }))}
        value={source.kind}
        onChange={(kind) => change({ kind })}
        isDisabled={busy}
      />
      <TextField
        label={t(($) => $.source.location[source.kind])}
        description={t(($) => $.source.locationHint[source.kind])}
        placeholder={
          source.kind === 'sqlite'
            ? '/var/backups/instance/shop_monitor.db'
            : 'postgresql://reader:…@host/shop_monitor'
        }
        value={source.location}
        onChange={(location) => change({ location })}
        autoComplete="off"
        isRequired
        isDisabled={busy}
      />
      <ComboBox
        label={t(($) => $.source.zone)}
        description={t(($) => $.source.zoneHint)}
        options={zones}
        value={source.zone}
        onChange={(zone) => change({ zone: zone ?? 'UTC' })}
        isDisabled={busy}
      />
      <Select
        label={t(($) => $.source.badgeForm)}
        description={t(($) => $.source.badgeFormHint)}
        options={forms.map((value) => ({ value, label: t(($) => $.source.badgeForms[value]) }))}
        value={source.badgeForm}
        onChange={(badgeForm) => change({ badgeForm })}
        isDisabled={busy}
      />
      <div className={styles.buttons}>
        <Button
          type="submit"
          variant={mayMove ? 'secondary' : 'primary'}
          isDisabled={!read.success || busy}
        >
          {t(($) => $.act.rehearse)}
        </Button>
        <Button
          variant={mayMove ? 'primary' : 'secondary'}
          isDisabled={!mayMove || busy}
          onPress={() => ask(true)}
        >
          {t(($) => $.act.move)}
        </Button>
      </div>
      {!mayMove && <p className={styles.quiet}>{t(($) => $.act.rehearseFirst)}</p>}
      <ConfirmWithReason
        open={asked}
        onClose={() => ask(false)}
        title={t(($) => $.act.moveTitle)}
        harm={t(($) => $.act.moveHarm)}
        confirmLabel={t(($) => $.act.moveConfirm)}
        minLength={0}
        onConfirm={onMove}
      />
    </form>
  );
}
