import { standInFor } from './unimplemented.ts';
import { WebContents } from './web-contents.ts';

type Source = Electron.NativeTheme['themeSource'];

class NativeTheme extends standInFor('nativeTheme') {
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly prefersReducedTransparency = false;
  #source: Source = 'system';

  get themeSource(): Source {
    return this.#source;
  }

  set themeSource(source: Source) {
    this.#source = source;
    for (const each of WebContents.getAllWebContents() as unknown as WebContents[]) {
      void each.page().then(({ session }) =>
        session.post('Emulation.setEmulatedMedia', {
          features: [{ name: 'prefers-color-scheme', value: source === 'system' ? '' : source }],
        }),
      );
    }
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

/** Stands in for Electron's `nativeTheme`; the system's own theme is light. */
export const nativeTheme = new NativeTheme();
