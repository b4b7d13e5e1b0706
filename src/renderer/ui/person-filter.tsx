import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { ToolbarComboBox } from './toolbar-combo-box.tsx';

/** What a {@link PersonFilter} takes. */
export interface PersonFilterProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** Narrows to one person, found by a part of the name; nothing for those who may not see people. */
export function PersonFilter(props: PersonFilterProps) {
  return useCan('user:read') ? <Search {...props} /> : null;
}

function Search({ label, value, onChange }: PersonFilterProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().slice(0, 100);
  const { data } = useQuery(
    orpc.identity.users.list.queryOptions({
      input: { limit: 20, ...(wanted !== '' && { search: wanted }) },
    }),
  );
  return (
    <ToolbarComboBox
      label={label}
      options={(data?.rows ?? []).map(({ id, fullName, username }) => ({
        value: id,
        label: fullName,
        note: username,
      }))}
      value={value}
      onChange={onChange}
      onSearch={setSearch}
    />
  );
}
