/** The shipped controller: one file that plain Node >= 24 runs. `npx vite build --config controller/vite.config.ts` */
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Modules whose front door loads much more than is used here, and the side door that is taken instead. */
const sideDoors: { readonly [module: string]: string } = {
  // client-node would make its own connections with it; ours are node:http's (client/transport.ts).
  undici: `
    export const { fetch } = globalThis
    export class Agent {}
    export class ProxyAgent {}`,
  // Cluster aggregation, a push gateway and the metrics of Node itself: 10 MB.
  'prom-client': `
    export { default as Registry } from 'prom-client/lib/registry.js'
    export { default as Gauge } from 'prom-client/lib/gauge.js'
    export { default as Counter } from 'prom-client/lib/counter.js'
    export { default as Histogram } from 'prom-client/lib/histogram.js'`,
  // Importing it as a module evaluates its lazy parts, among them a second undici: 13 MB.
  'node:http': `
    const http = process.getBuiltinModule('node:http')
    export default http
    export const { Agent, createServer, maxHeaderSize, request } = http`,
}

const narrow: Plugin = {
  name: 'side-doors',
  enforce: 'pre',
  resolveId: id => {
    const name = id === 'http' ? 'node:http' : id
    return name in sideDoors ? `\0${name}` : undefined
  },
  load: id => (id.startsWith('\0') ? sideDoors[id.slice(1)] : undefined),
}

export default defineConfig({
  root: here('..'),
  logLevel: 'warn',
  plugins: [narrow],
  ssr: { noExternal: true },
  build: {
    ssr: here('main.ts'),
    outDir: here('../dist'),
    emptyOutDir: false,
    target: 'node24',
    minify: true,
    rolldownOptions: {
      // client-node's 60 MB of generated models have no side effects, and none of them is used.
      treeshake: { moduleSideEffects: id => !id.includes('client-node/dist/gen/') },
      output: { entryFileNames: 'slipway-controller.js', codeSplitting: false },
    },
  },
})
