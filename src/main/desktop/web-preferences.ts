import type { WebPreferences } from 'electron';

/**
 * What a window's page may do. Everything that matters is said, though it is Electron's default:
 * defaults have changed before.
 */
export function webPreferencesOf(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    allowRunningInsecureContent: false,
    navigateOnDragDrop: false,
    plugins: false,
    spellcheck: false,
    // A console in the background still counts down locks and sounds its alarms.
    backgroundThrottling: false,
  };
}
