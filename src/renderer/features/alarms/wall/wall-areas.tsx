import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { useNow } from '#lib/now.ts';
import { AlarmSymbol } from '../alarm-columns.tsx';
import { useAlarmWords } from '../alarm-words.ts';
import { useAreaNames } from '../filter/use-area-names.ts';
import { areaTiles } from './area-tiles.ts';
import type { AreaTile } from './area-tiles.ts';
import { PAGE_STAYS_MS, pageAt } from './wall-shift.ts';
import styles from './wall.module.css';

/** As many tiles as are readable from afar on their half of the screen. */
const TILES = 6;

/** Each area with its worst alarm, always in the same place; more than fit show in turn. */
export function WallAreas({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const { t } = useTranslation('alarmWall');
  const areas = useAreaNames();
  const now = useNow(PAGE_STAYS_MS);
  const { rows, page, pages } = pageAt(areaTiles(areas, alarms), TILES, now);
  return (
    <section className={styles.half} aria-label={t(($) => $.areas.label)}>
      <h2>
        {t(($) => $.areas.label)} {pages > 1 && `${page}/${pages}`}
      </h2>
      <div className={styles.tiles}>
        {rows.map((tile) => (
          <Tile key={tile.id ?? ''} tile={tile} />
        ))}
      </div>
    </section>
  );
}

function Tile({ tile: { name, open, unacknowledged, worst } }: { readonly tile: AreaTile }) {
  const { t } = useTranslation('alarmWall');
  const words = useAlarmWords();
  return (
    <article className={styles.tile}>
      <h3>{name ?? t(($) => $.areas.none)}</h3>
      {worst ? (
        <>
          <p className={styles.worst}>
            <AlarmSymbol alarm={worst} /> <span>{words.title(worst)}</span>
          </p>
          <p className={styles.sum}>{t(($) => $.areas.counts, { unacknowledged, open })}</p>
        </>
      ) : (
        <p className={styles.none}>{t(($) => $.areas.calm)}</p>
      )}
    </article>
  );
}
