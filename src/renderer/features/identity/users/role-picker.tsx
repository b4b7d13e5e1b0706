import { CheckboxGroup, Label } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import styles from './users.module.css';
import { useRoles } from './use-roles.ts';

/** What a {@link RolePicker} takes. */
export interface RolePickerProps {
  /** Keys of the chosen roles. */
  readonly value: readonly string[];
  readonly onChange: (roleIds: string[]) => void;
  readonly isDisabled?: boolean;
}

/** Chooses roles, each with what it is for. */
export function RolePicker({ value, onChange, isDisabled = false }: RolePickerProps) {
  const { t } = useTranslation('users');
  const roles = useRoles();
  return (
    <CheckboxGroup
      value={[...value]}
      onChange={onChange}
      isDisabled={isDisabled}
      className={classNames(styles.roles)}
    >
      <Label className={classNames(styles.label)}>{t(($) => $.field.roles)}</Label>
      {roles.map(({ id, name, description }) => (
        <Checkbox key={id} value={id}>
          <span className={styles.role}>
            {name}
            {description !== null && <span className={styles.note}>{description}</span>}
          </span>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
