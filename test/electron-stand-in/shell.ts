import { observed } from './observed.ts';
import { standInFor } from './unimplemented.ts';

class Shell extends standInFor('shell') {
  openExternal(url: string): Promise<void> {
    observed.openedExternally.push(url);
    return Promise.resolve();
  }

  openPath(path: string): Promise<string> {
    observed.openedPaths.push(path);
    return Promise.resolve('');
  }

  showItemInFolder(path: string): void {
    observed.openedPaths.push(path);
  }

  beep(): void {
    process.stderr.write('\u0007');
  }
}

/** Stands in for Electron's `shell`: records what it was asked to open. */
export const shell = new Shell();

shell satisfies Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>;
