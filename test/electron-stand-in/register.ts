import { registerHooks } from 'node:module';

const electron = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    return specifier === 'electron' ||
      specifier === 'electron/main' ||
      specifier === 'electron/common'
      ? { url: electron, format: 'module-typescript', shortCircuit: true }
      : nextResolve(specifier, context);
  },
});
