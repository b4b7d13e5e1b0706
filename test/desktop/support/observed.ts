import type { ElectronApplication } from '@playwright/test';

/** What the stand-in keeps for tests; real Electron has none of it. */
interface StandIn {
  readonly standIn: {
    readonly notifications: readonly {
      title: string;
      body: string;
      emit(event: 'click'): void;
    }[];
    readonly trays: ReadonlySet<{ toolTip: string }>;
    readonly openedExternally: readonly string[];
    readonly dialogs: readonly { method: string; options: { content?: string } }[];
    readonly chromium: { readonly pid: number };
  };
}

/** Runs in the main process with what the stand-in has observed there. */
export function observed<T, A = undefined>(
  app: ElectronApplication,
  look: (electron: StandIn, argument: A) => T,
  argument?: A,
): Promise<T> {
  return app.evaluate<T, unknown>(look as never, argument);
}
