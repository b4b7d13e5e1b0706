import { randomUUID } from 'node:crypto';
import { createCloneCodec } from '../clone-codec.ts';
import { runMainWorld } from './main-world.ts';
import { type PreloadSettings, runPreloadWorld } from './preload-world.ts';
import { createWorldBridge } from './world-bridge.ts';

/** Name of the preload's isolated world, as Electron calls it. */
export const PRELOAD_WORLD = 'Electron Isolated Context';

/** Source texts to run, in this order, in every new document. */
export interface PageScripts {
  readonly mainWorld: string;
  readonly preloadWorld: string;
}

function isolate(outbound: string, inbound: string, run: string): string {
  return `if (globalThis === globalThis.top) (() => {
    const codec = (${createCloneCodec.toString()})();
    const bridge = (${createWorldBridge.toString()})(globalThis, codec, '${outbound}', '${inbound}');
    ${run}
  })();`;
}

/**
 * Writes the scripts for one window. The event names are secret, so a page cannot forge them. The
 * preload's text is part of the script because a page's policy forbids evaluating text.
 */
export function pageScripts(settings: PreloadSettings, preload: string): PageScripts {
  const secret = randomUUID();
  const [toPage, toPreload] = [`${secret}-to-page`, `${secret}-to-preload`];
  const module = `function (require, module, exports, process) { ${preload}\n}`;
  const given = JSON.stringify(settings);
  return {
    mainWorld: isolate(toPreload, toPage, `(${runMainWorld.toString()})(globalThis, bridge);`),
    preloadWorld: isolate(
      toPage,
      toPreload,
      `(${runPreloadWorld.toString()})(globalThis, codec, bridge, ${given}, ${module});`,
    ),
  };
}
