import '#lib/schemas-without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '#ui/base.css';
import { applyPreferences } from '#lib/apply-preferences.ts';
import { setUpI18n } from '#lib/i18n.ts';
import { listenForShortcuts } from '#lib/shortcuts.ts';
import { Console } from './console.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

applyPreferences();
listenForShortcuts();
await setUpI18n(['ui', 'shell']);
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
