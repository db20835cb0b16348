/**
 * One IIFE in the folder layout that Argo CD's extension installer expects. React is the host's, 16 or 19, so JSX is compiled the classic way:
 * elements of another React, and a bundled JSX runtime, would fail in one of them.
 */
import { join } from 'node:path'
import { defineConfig } from 'vite'

const name = 'extension-slipway.js'

export default defineConfig({
  root: import.meta.dirname,
  define: { 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'classic' } },
  build: {
    outDir: join(import.meta.dirname, '../dist/extension/resources', name),
    emptyOutDir: true,
    target: 'es2020',
    lib: { entry: 'register.tsx', formats: ['iife'], name: 'slipway', fileName: () => name },
    rolldownOptions: { external: ['react'], output: { globals: { react: 'React' } } },
  },
})
