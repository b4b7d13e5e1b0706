import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { install, mayInstall } from './system-packages.ts';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'msedge',
];

const fixedPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  `${process.env['PROGRAMFILES'] ?? 'C:\\Program Files'}\\Google\\Chrome\\Application\\chrome.exe`,
  `${process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)'}\\Microsoft\\Edge\\Application\\msedge.exe`,
];

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of an installed Chromium, Chrome or Edge, or `null`. `SIGNALBOX_CHROMIUM` names another. */
export function findChromium(): string | null {
  const chosen = process.env['SIGNALBOX_CHROMIUM'];
  if (chosen) return chosen;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...fixedPlaces].find(runnable) ?? null;
}

/** Finds a browser for the tests, installing Debian's when the machine allows it. */
export function requireChromium(): string {
  const found = findChromium();
  if (found) return found;
  if (mayInstall()) {
    install(['chromium', 'fonts-noto-cjk']);
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium, Chrome or Edge is installed. Install one, or set SIGNALBOX_CHROMIUM to its path.',
  );
}
