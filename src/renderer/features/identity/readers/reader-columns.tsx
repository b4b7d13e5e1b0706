import type { TFunction } from 'i18next';
import type { ReaderLinkRow, ReaderRow } from '#contract/identity/readers.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { ReaderLink } from './reader-link.tsx';

/** A reader with what its link does now. */
export interface ReaderLine extends ReaderRow {
  readonly link: ReaderLinkRow | undefined;
  /** The machine or the workstation it is for. */
  readonly place: string;
}

const counter = (
  id: 'frames' | 'badFrames' | 'bytes' | 'reconnects',
  header: string,
): TableColumn<ReaderLine> => ({
  id,
  header,
  width: 96,
  align: 'end',
  value: ({ link }) => link?.[id],
});

/** The columns of the readers. */
export function readerColumns(t: TFunction<'readers'>): readonly TableColumn<ReaderLine>[] {
  return [
    {
      id: 'state',
      header: t(($) => $.field.state),
      width: 150,
      value: ({ link }) => t(($) => $.state[link?.state ?? 'unknown']),
      cell: ({ link }) => <ReaderLink link={link} />,
    },
    {
      id: 'name',
      header: t(($) => $.field.name),
      width: 190,
      grow: true,
      alwaysShown: true,
      value: ({ name }) => name,
    },
    {
      id: 'purpose',
      header: t(($) => $.field.purpose),
      width: 120,
      value: ({ purpose }) => t(($) => $.purpose[purpose]),
    },
    { id: 'place', header: t(($) => $.field.place), width: 200, value: ({ place }) => place },
    {
      id: 'endpoint',
      header: t(($) => $.field.endpoint),
      width: 230,
      value: ({ endpoint }) => endpoint,
      cell: ({ endpoint }) => <code>{endpoint}</code>,
    },
    {
      id: 'profile',
      header: t(($) => $.field.profile),
      width: 120,
      value: ({ profile }) => t(($) => $.profile[profile].name),
    },
    counter(
      'frames',
      t(($) => $.field.frames),
    ),
    counter(
      'badFrames',
      t(($) => $.field.badFrames),
    ),
    counter(
      'reconnects',
      t(($) => $.field.reconnects),
    ),
    counter(
      'bytes',
      t(($) => $.field.bytes),
    ),
  ];
}
