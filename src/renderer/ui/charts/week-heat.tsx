import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cssVariables } from '#lib/css-variables.ts';
import { downloadText, toCsv } from '#lib/csv.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Button } from '../button.tsx';
import styles from './week-heat.module.css';

/** What a {@link WeekHeat} takes. */
export interface WeekHeatProps {
  /** Says what is counted, to screen readers. */
  readonly label: string;
  /** 168 values, from Monday 0 h. */
  readonly values: readonly number[];
  /** Name of the CSV file without its ending. */
  readonly exportAs: string;
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);
/** A Monday, so that the language can name the days of the week. */
const monday = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The hours of a week as a table whose cells are the darker the more happened in them. */
export function WeekHeat({ label, values, exportAs }: WeekHeatProps) {
  const { t } = useTranslation('ui');
  const { language, number } = useFormats();
  const most = Math.max(...values, 0);
  const name = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const days = Array.from({ length: 7 }, (_, day) => name.format(monday + day * DAY_MS));
  const rowOf = (day: number): readonly number[] => values.slice(day * 24, day * 24 + 24);
  const save = (): void =>
    downloadText(
      `${exportAs}.csv`,
      toCsv(
        [t(($) => $.chart.category), ...hours.map(String)],
        days.map((text, day) => [text, ...rowOf(day)]),
      ),
    );
  return (
    <div className={styles.frame}>
      <table className={styles.week} aria-label={label}>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((text, day) => (
            <tr key={text}>
              <th scope="row">{text}</th>
              {rowOf(day).map((value, hour) => (
                <td
                  key={hours[hour]}
                  className={styles.cell}
                  style={cssVariables({ '--heat': String(most > 0 ? value / most : 0) })}
                >
                  {value > 0 ? number(value, value < 9.95 ? 1 : 0) : ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.foot}>
        <Button variant="quiet" size="small" icon={<Download aria-hidden="true" />} onPress={save}>
          {t(($) => $.table.export)}
        </Button>
      </div>
    </div>
  );
}
