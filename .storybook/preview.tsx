import { definePreview } from '@storybook/react-vite';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { I18nProvider } from 'react-aria-components';
import '#ui/base.css';
import { applyPreferences } from '#lib/apply-preferences.ts';
import { setUpI18n } from '#lib/i18n.ts';
import { setPreferences } from '#lib/preferences.ts';
import type { Preferences } from '#lib/preferences.ts';
import { ToastRegion } from '#ui/toast-region.tsx';

applyPreferences();
await setUpI18n();

const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });

function choice(name: string, icon: string, items: string[]) {
  return { description: name, toolbar: { title: name, icon, items, dynamicTitle: true } };
}

export default definePreview({
  addons: [],
  parameters: { layout: 'fullscreen', controls: { disable: true } },
  globalTypes: {
    theme: choice('Theme', 'contrast', ['dark', 'light']),
    density: choice('Density', 'component', ['compact', 'touch']),
    language: choice('Language', 'globe', ['en', 'ko', 'ja']),
  },
  initialGlobals: { theme: 'dark', density: 'compact', language: 'en' },
  decorators: [
    (Story, { globals, parameters }) => {
      const { theme, density, language } = globals as Pick<
        Preferences,
        'theme' | 'density' | 'language'
      >;
      setPreferences({ theme, density, language, siteTimeZone: 'Asia/Seoul' });
      return (
        <QueryClientProvider client={queries}>
          <I18nProvider locale={language}>
            <Suspense>
              <div style={parameters['bare'] ? { height: '100vh' } : { padding: 24 }}>
                <Story />
              </div>
            </Suspense>
            <ToastRegion />
          </I18nProvider>
        </QueryClientProvider>
      );
    },
  ],
});
