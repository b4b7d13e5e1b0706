import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { browserStorage } from '#lib/browser-storage.ts';

/** What the shell shows besides the screen. */
interface ShellState {
  readonly narrowNavigation: boolean;
  readonly paletteOpen: boolean;
  readonly helpOpen: boolean;
}

/** The shell's own state; how the navigation stands is remembered on this machine. */
export const useShellState = create<ShellState>()(
  persist((): ShellState => ({ narrowNavigation: false, paletteOpen: false, helpOpen: false }), {
    name: 'signalbox.shell',
    version: 1,
    storage: createJSONStorage(() => browserStorage),
    partialize: ({ narrowNavigation }) => ({ narrowNavigation }),
  }),
);
