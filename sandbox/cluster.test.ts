import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { KubeObject, WatchEvent } from './api.ts'
import { VirtualClock } from './clock/clock.ts'
import { type ClusterOptions, type RunningCluster, startCluster } from './cluster.ts'
import { HttpApi } from './http-api.ts'

const running: RunningCluster[] = []
const start = async (options: ClusterOptions) => {
  running.push(await startCluster(options))
  return running.at(-1)!
}
afterEach(async () => {
  for (const cluster of running.splice(0)) await cluster.stop()
})

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'
const deployment = (name: string, replicas: number) => ({
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'web:1' }] } },
  },
})

/** Lets everything happen that happens by itself. */
async function settle(cluster: RunningCluster): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await new Promise<void>(resolve => setImmediate(resolve))
    quiet = cluster.idle() ? quiet + 1 : 0
  }
}

async function play(seconds: number): Promise<KubeObject[]> {
  const clock = new VirtualClock()
  const cluster = await start({ clock })
  await cluster.api.request({ method: 'POST', path: DEPLOYMENTS, body: deployment('web', 3) })
  await clock.advanceTo(clock.now() + 1000 * seconds, () => settle(cluster))
  return [
    ...(await cluster.api.request({ method: 'GET', path: DEPLOYMENTS })).items,
    ...(await cluster.api.request({ method: 'GET', path: '/api/v1/pods' })).items,
  ]
}

describe('in virtual time', () => {
  test('a Deployment becomes available, and two hours take no time', async () => {
    const began = performance.now()
    const [web, ...pods] = await play(7200)
    expect(web!.status).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3 })
    expect(pods.map(pod => pod.status.phase)).toEqual(['Running', 'Running', 'Running'])
    expect(performance.now() - began).toBeLessThan(20_000)
  })

  test('the same happens every time, down to names, uids and revisions', async () => {
    expect(await play(60)).toEqual(await play(60))
  })
})

test('it starts in under half a second', async () => {
  const before = performance.now()
  await start({})
  expect(performance.now() - before).toBeLessThan(500)
})

test('a cluster on a folder carries on where it was, on the same port', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-cluster-'))
  const first = await startCluster({ dir, controllers: false })
  await first.api.request({ method: 'POST', path: DEPLOYMENTS, body: deployment('web', 1) })
  const before = await first.api.request({ method: 'GET', path: `${DEPLOYMENTS}/web` })
  await first.stop()
  const again = await start({ dir, port: first.port, controllers: false })
  expect(again.url).toBe(first.url)
  expect(await again.api.request({ method: 'GET', path: `${DEPLOYMENTS}/web` })).toEqual(before)
  rmSync(dir, { recursive: true })
})

test('names and uids that were given out before a restart are not given out again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-cluster-'))
  const made: KubeObject[] = []
  for (let run = 0; run < 2; run++) {
    const cluster = await startCluster({ dir, controllers: false, clock: new VirtualClock() })
    const body = { metadata: { generateName: 'x-' } }
    made.push(await cluster.api.request({ method: 'POST', path: '/api/v1/namespaces/default/configmaps', body }))
    await cluster.stop()
  }
  const [first, second] = made.map(({ metadata }) => metadata)
  expect(second.name).not.toBe(first.name)
  expect(second.uid).not.toBe(first.uid)
  rmSync(dir, { recursive: true })
})

test('a port that is taken is said', async () => {
  const { port } = await start({ controllers: false })
  await expect(startCluster({ port, controllers: false })).rejects.toThrow(
    `port ${port} of 127.0.0.1 can not be had (EADDRINUSE)`,
  )
})

describe('the API in the process and over HTTP', () => {
  const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'

  test('answer alike', async () => {
    const cluster = await start({ controllers: false })
    const http = new HttpApi({ server: cluster.url, userAgent: 'slipway-sandbox' })
    await cluster.api.request({
      method: 'POST',
      path: CONFIG_MAPS,
      body: { metadata: { name: 'a' }, data: { a: 'b' } },
    })
    for (const path of ['/version', '/apis', CONFIG_MAPS, `${CONFIG_MAPS}/a`, '/api/v1/namespaces?limit=2']) {
      const [inside, outside] = [
        await cluster.api.request({ method: 'GET', path }),
        await http.request({ method: 'GET', path }),
      ]
      expect(JSON.parse(JSON.stringify(inside))).toEqual(outside)
    }
    const missing = { method: 'GET', path: `${CONFIG_MAPS}/missing` } as const
    const errors = await Promise.all([cluster.api, http].map(api => api.request(missing).catch(error => error.status)))
    expect(errors[0]).toEqual(errors[1])
    await http.close()
  })

  test('watch alike, and tell why a watch ended', async () => {
    const cluster = await start({ controllers: false })
    const http = new HttpApi({ server: cluster.url })
    for (const api of [cluster.api, http]) {
      const seen: WatchEvent['type'][] = []
      const ended = new Promise<Error | undefined>(resolve => {
        const name = api === http ? 'http' : 'inside'
        const path = `${CONFIG_MAPS}?watch=true&fieldSelector=metadata.name=${name}`
        const stop = api.watch(
          path,
          ({ type }) => {
            seen.push(type)
            if (type === 'ADDED') void api.request({ method: 'DELETE', path: `${CONFIG_MAPS}/${name}` })
            else cluster.faults.add({ effect: 'drop', count: 1 })
          },
          resolve,
        )
        void api.request({ method: 'POST', path: CONFIG_MAPS, body: { metadata: { name } } })
        return stop
      })
      expect(await ended).toBeInstanceOf(Error)
      expect(seen).toEqual(['ADDED', 'DELETED'])
    }
    await http.close()
  })

  test('a watch of what is not served ends with the error', async () => {
    const cluster = await start({ controllers: false })
    const http = new HttpApi({ server: cluster.url })
    for (const api of [cluster.api, http]) {
      const error = await new Promise(resolve => api.watch('/apis/none/v1/nothings?watch=true', () => {}, resolve))
      expect(error).toMatchObject({ code: 404 })
    }
    await http.close()
  })
})
