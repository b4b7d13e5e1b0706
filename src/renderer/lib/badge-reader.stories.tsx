import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Kbd } from '#ui/kbd.tsx';
import { TextField } from '#ui/text-field.tsx';
import { listenForBadges } from './listen-for-badges.ts';
import { listenForShortcuts, useShortcut } from './shortcuts.ts';

/** Scan with any reader that types, or type as fast as one. */
function Reader() {
  const [badges, setBadges] = useState<readonly string[]>([]);
  const [deleted, setDeleted] = useState(0);
  const [acknowledged, setAcknowledged] = useState(0);
  const [text, setText] = useState('');
  useEffect(() => {
    const listeners = [
      listenForBadges((badge) => setBadges((seen) => [...seen, badge])),
      listenForShortcuts(),
    ];
    return () => listeners.forEach((listener) => listener[Symbol.dispose]());
  }, []);
  useShortcut('A', 'Acknowledge', () => setAcknowledged((count) => count + 1));
  return (
    <>
      <Button variant="danger" onPress={() => setDeleted((count) => count + 1)}>
        Delete
      </Button>
      <TextField label="Note" value={text} onChange={setText} />
      <Kbd keys="A" />
      <output>
        badges {badges.join(' ')}; deleted {deleted}; acknowledged {acknowledged}; text {text}
      </output>
    </>
  );
}

const meta: Meta = { title: 'Badge reader' };
export default meta;

export const TypesLikeAKeyboard: StoryObj = { render: () => <Reader /> };
