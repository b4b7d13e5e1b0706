import { usePreferences } from './preferences.ts';
import type { Preferences, Theme } from './preferences.ts';

const prefersLight = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: light)');

/** The theme that is drawn when the preference is `theme`. */
function resolveTheme(theme: Theme): 'dark' | 'light' {
  if (theme !== 'system') return theme;
  return prefersLight().matches ? 'light' : 'dark';
}

function draw({ theme, density, language }: Preferences): void {
  const root = document.documentElement;
  root.dataset['theme'] = resolveTheme(theme);
  root.dataset['density'] = density;
  root.lang = language;
}

const redraw = (): void => draw(usePreferences.getState());

/** Draws theme, density and language on the root element, now and on each change until disposed. */
export function applyPreferences(): Disposable {
  const media = prefersLight();
  media.addEventListener('change', redraw);
  const unsubscribe = usePreferences.subscribe(redraw);
  redraw();
  return {
    [Symbol.dispose]() {
      media.removeEventListener('change', redraw);
      unsubscribe();
    },
  };
}
