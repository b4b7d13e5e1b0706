import { fileURLToPath } from 'node:url';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      sourcemap: true,
      rollupOptions: {
        input: { index: at('src/main/index.ts'), server: at('src/main/server.ts') },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload cannot load modules, so it is one CommonJS file.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    plugins: [
      react(),
      { ...optimizeLocales.vite({ locales: ['en-US', 'ko-KR', 'ja-JP'] }), enforce: 'pre' },
    ],
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      // electron-vite leaves it off, for code read from disk; browsers load this over a network.
      minify: true,
      target: 'chrome150',
      sourcemap: true,
      // Data URLs would need a wider content security policy.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
});
