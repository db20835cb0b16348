/** The page of `npm start`: what stands in for Argo CD's own UI. It carries the React that it lends to extensions. */
import { join } from 'node:path'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'classic' } },
  build: { outDir: join(import.meta.dirname, '../../dist/page'), emptyOutDir: true },
})
