import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissionLevels, scopeTypes } from '#contract/identity/users.ts';
import type { UserDetail, UserScope } from '#contract/identity/users.ts';
import { useDirtyMark } from '#lib/unsaved-changes.ts';
import { useAction } from '#ui/use-action.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Select } from '#ui/select.tsx';
import parts from '../parts/parts.module.css';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { repeatedScopes, sameScopes, withNewScope, withScope } from './scope-edits.ts';
import { useRecordChange } from './use-record-change.ts';
import { everyUnit, useScopeUnits } from './use-scope-units.ts';
import styles from './users.module.css';

/** Where a person may work: units of the five systems, each with a level. */
export function ScopesEditor({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const change = useRecordChange(user.id);
  const units = useScopeUnits();
  const [scopes, setScopes] = useState<readonly UserScope[]>(user.scopes);
  const repeated = repeatedScopes(scopes);
  const dirty = !sameScopes(scopes, user.scopes);
  useDirtyMark(dirty);
  const save = useAction(
    () =>
      change((users) =>
        users.setScopes({ id: user.id, version: user.version, scopes: [...scopes] }),
      ),
    { done: () => t(($) => $.scope.saved, { name: user.fullName }), refused: words },
  );
  return (
    <section className={styles.scopes}>
      <h3 className={parts.heading}>{t(($) => $.scope.title)}</h3>
      {scopes.length === 0 && <p className={parts.quiet}>{t(($) => $.scope.none)}</p>}
      {scopes.map((scope, index) => (
        <ScopeRow
          // Rows have no key of their own: the same unit may stand twice while it is edited.
          key={`${index} ${scopes.length}`}
          scope={scope}
          isRepeated={repeated.has(index)}
          units={units}
          onChange={(part) => setScopes(withScope(scopes, index, part))}
          onRemove={() => setScopes(scopes.filter((_, place) => place !== index))}
        />
      ))}
      {repeated.size > 0 && <Banner tone="error">{t(($) => $.scope.repeated)}</Banner>}
      <div className={styles.foot}>
        <Button
          icon={<Plus aria-hidden="true" />}
          onPress={() => setScopes(withNewScope(scopes, 'area', units.idsOf('area')))}
        >
          {t(($) => $.scope.add)}
        </Button>
        <Button
          variant="primary"
          busy={save.busy}
          isDisabled={!dirty || repeated.size > 0}
          onPress={() => save.run(undefined)}
        >
          {t(($) => $.scope.save)}
        </Button>
      </div>
    </section>
  );
}

function ScopeRow(props: {
  readonly scope: UserScope;
  readonly isRepeated: boolean;
  readonly units: ReturnType<typeof useScopeUnits>;
  readonly onChange: (change: Partial<UserScope>) => void;
  readonly onRemove: () => void;
}) {
  const { scope, isRepeated, units, onChange, onRemove } = props;
  const { t } = useTranslation('users');
  return (
    <div className={styles.scope}>
      <Select
        label={t(($) => $.scope.type)}
        labelHidden
        options={scopeTypes.map((value) => ({ value, label: t(($) => $.scopeType[value]) }))}
        value={scope.scopeType}
        onChange={(scopeType) => onChange({ scopeType })}
      />
      <Select
        label={t(($) => $.scope.unit)}
        labelHidden
        options={units.optionsFor(scope)}
        value={scope.scopeId ?? everyUnit}
        onChange={(id) => onChange({ scopeId: id === everyUnit ? null : id })}
        {...(isRepeated && { error: t(($) => $.scope.twice) })}
      />
      <Select
        label={t(($) => $.scope.level)}
        labelHidden
        options={permissionLevels.map((value) => ({ value, label: t(($) => $.level[value]) }))}
        value={scope.permissionLevel}
        onChange={(permissionLevel) => onChange({ permissionLevel })}
      />
      <IconButton label={t(($) => $.scope.remove)} onPress={onRemove}>
        <Trash2 aria-hidden="true" />
      </IconButton>
    </div>
  );
}
