import type { StorybookConfig } from '@storybook/react-vite';

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../src/renderer/**/*.stories.tsx'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The application's own Vite file is for Electron; stories need React and nothing else.
  viteFinal: (vite) => ({ ...vite, worker: { format: 'es' } }),
};

export default config;
