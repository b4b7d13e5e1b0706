import { contextBridge, ipcRenderer } from 'electron';

/**
 * Channels to the main process and messages of the page, equal to those of `#main/desktop/ipc.ts`
 * and `#contract/wire.ts`. A sandboxed preload imports nothing but Electron, so a test holds them
 * equal.
 */
const channels = { connect: 'signalbox:connect', adopt: 'signalbox:adopt' } as const;
const messages = {
  request: 'signalbox:connect',
  offer: 'signalbox:port',
  show: 'signalbox:show',
} as const;

window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== messages.request) return;
  void ipcRenderer.invoke(channels.connect);
});

ipcRenderer.on(messages.offer, ({ ports }) => {
  window.postMessage(messages.offer, window.origin, [...ports]);
});

ipcRenderer.on(messages.show, (_event, path: string) => {
  window.location.hash = path;
});

contextBridge.exposeInMainWorld(
  'signalbox',
  Object.freeze({
    /** Makes the sign-in whose answer carried `handover` outlast this page. */
    adopt: async (handover: string): Promise<void> => {
      await ipcRenderer.invoke(channels.adopt, handover);
    },
  }),
);
