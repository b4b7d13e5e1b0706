import { X } from 'lucide-react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { ComboBox } from '#ui/combo-box.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { useMachines } from '../structure/use-structure.ts';
import styles from './accessories.module.css';
import type { AccessoryInput } from './accessory-form.tsx';

/** The machines of an accessory, added one by one. */
export function MachinesField({
  label,
  single,
}: {
  readonly label: string;
  /** An input tells of one machine. */
  readonly single: boolean;
}) {
  const { t } = useTranslation('safety');
  const { field, fieldState } = useController<AccessoryInput, 'machineIds'>({ name: 'machineIds' });
  const machines = useMachines().data ?? [];
  const chosen = field.value ?? [];
  const left = machines.filter(({ id }) => !chosen.includes(id));
  return (
    <div className={styles.machines} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      {chosen.map((id) => {
        const machine = machines.find((one) => one.id === id);
        const name = machine ? `${machine.machineId} ${machine.name}` : '–';
        return (
          <div key={id} className={styles.machine}>
            {name}
            <IconButton
              label={t(($) => $.io.removeMachine, { name })}
              onPress={() => field.onChange(chosen.filter((one) => one !== id))}
            >
              <X aria-hidden="true" />
            </IconButton>
          </div>
        );
      })}
      {(!single || chosen.length === 0) && (
        <ComboBox
          key={chosen.length}
          label={t(($) => $.io.addMachine)}
          options={left.map(({ id, machineId, name }) => ({
            value: id,
            label: `${machineId} ${name}`,
          }))}
          value={null}
          onChange={(id) => id !== null && field.onChange([...chosen, id])}
          error={fieldState.error?.message}
        />
      )}
    </div>
  );
}
