import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { initialEnd, stream } from './testing/answers.ts'
import { type ScriptedServer, scriptedServer } from './testing/server.ts'

let server: ScriptedServer
const dir = mkdtempSync(join(tmpdir(), 'bundle-'))
afterEach(async () => {
  await server.close()
  rmSync(dir, { recursive: true })
})

const run = (...args: string[]) => spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })

test('the bundled file runs alone: it watches what it needs and ends when told', async () => {
  server = await scriptedServer(stream([initialEnd('1')]))
  const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url))
  const config = fileURLToPath(new URL('vite.config.ts', import.meta.url))
  const [built] = await once(run(vite, 'build', '--config', config, '--outDir', dir), 'exit')
  expect(built).toBe(0)

  const connection = ['--server', server.url, '--token', 'secret', '--leader-elect=false']
  const controller = run(join(dir, 'slipway-controller.js'), ...connection, '--metricsPort=0', '--healthzPort=0')
  await server.arrived(3)
  const plurals = server.asked.map(line => /(\w+)\?/.exec(line)?.[1])
  expect(plurals.toSorted()).toEqual(['replicasets', 'rollouts', 'services'])
  controller.kill('SIGTERM')
  expect(await once(controller, 'exit')).toEqual([0, null])
}, 120_000)
