import { useTranslation } from 'react-i18next';
import type { TriedEffect } from '#contract/alarms/reports.ts';
import { useFormats } from '#lib/use-formats.ts';
import styles from './performance.module.css';

/** What {@link Effects} take. */
export interface EffectsProps {
  readonly current: TriedEffect;
  readonly proposed: TriedEffect;
  /** Null while nothing else was tried. */
  readonly tried: TriedEffect | null;
}

/** What was, and what would have been under other settings, side by side. */
export function Effects(effects: EffectsProps) {
  const { t } = useTranslation('alarmPerformance');
  const formats = useFormats();
  const shown = (['current', 'proposed', 'tried'] as const).flatMap((name) => {
    const effect = effects[name];
    return effect === null ? [] : [{ name, effect }];
  });
  const seconds = (value: number): string => formats.span(value * 1000);
  const { alarms: before } = effects.current;
  const lines: readonly { readonly name: string; readonly of: (effect: TriedEffect) => string }[] =
    [
      { name: t(($) => $.try.onDelay), of: (effect) => seconds(effect.onDelaySeconds) },
      { name: t(($) => $.try.offDelay), of: (effect) => seconds(effect.offDelaySeconds) },
      { name: t(($) => $.try.deadband), of: (effect) => formats.number(effect.deadband) },
      { name: t(($) => $.actor.alarms), of: (effect) => formats.number(effect.alarms) },
      {
        name: t(($) => $.try.fewer),
        of: ({ alarms }) => (before === 0 ? '–' : formats.percent((alarms - before) / before)),
      },
      { name: t(($) => $.figure.fleeting), of: (effect) => formats.number(effect.fleeting) },
      { name: t(($) => $.try.hidden), of: (effect) => seconds(effect.longestHiddenSeconds) },
    ];
  return (
    <table className={styles.effects}>
      <thead>
        <tr>
          <td />
          {shown.map(({ name }) => (
            <th key={name} scope="col">
              {t(($) => $.try[name])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, of }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {shown.map(({ name: column, effect }) => (
              <td key={column}>{of(effect)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
