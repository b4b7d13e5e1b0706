import type { TFunction } from 'i18next';
import type { DisplayRow } from '#contract/identity/displays.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { Time } from '#ui/time.tsx';
import { DisplayState } from './display-state.tsx';

const fixed = { sortable: false } as const;

/** What a display shows, in words. */
export function shownBy(t: TFunction<'displays'>, { areaIds, areaNames }: DisplayRow): string {
  return areaIds === null ? t(($) => $.allAreas) : areaNames.join(', ');
}

/** The columns of the displays; the server puts the newest first. */
export function displayColumns(t: TFunction<'displays'>): readonly TableColumn<DisplayRow>[] {
  return [
    {
      ...fixed,
      id: 'state',
      header: t(($) => $.state.label),
      width: 170,
      value: ({ revokedAt, lastSeen, expiresAt }) => revokedAt ?? lastSeen ?? expiresAt,
      cell: (display) => <DisplayState display={display} />,
    },
    {
      ...fixed,
      id: 'name',
      header: t(($) => $.field.name),
      width: 200,
      alwaysShown: true,
      value: ({ name }) => name,
    },
    {
      ...fixed,
      id: 'shows',
      header: t(($) => $.field.shows),
      width: 220,
      grow: true,
      value: (display) => [shownBy(t, display), display.positionName ?? ''].join(' ').trim(),
    },
    {
      ...fixed,
      id: 'lastSeen',
      header: t(($) => $.field.lastSeen),
      width: 150,
      value: ({ lastSeen }) => lastSeen,
      cell: ({ lastSeen }) => (lastSeen === null ? '–' : <Time at={lastSeen} show="relative" />),
    },
    {
      ...fixed,
      id: 'from',
      header: t(($) => $.field.from),
      width: 140,
      value: ({ address }) => address,
    },
    {
      ...fixed,
      id: 'expires',
      header: t(($) => $.field.expiresAt),
      width: 170,
      value: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => <Time at={expiresAt} />,
    },
    {
      ...fixed,
      id: 'createdBy',
      header: t(($) => $.field.createdBy),
      width: 150,
      value: ({ createdByName }) => createdByName,
    },
    {
      ...fixed,
      id: 'created',
      header: t(($) => $.field.createdAt),
      width: 170,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
}
