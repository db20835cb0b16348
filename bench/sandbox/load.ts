/** What is asked of an API server, and how fast it was done. */
import type { IncomingMessage } from 'node:http'
import type { Connection } from './connection.ts'

const namespace = 'slipway-bench'
const replicaSets = `/apis/apps/v1/namespaces/${namespace}/replicasets`

/** 2.1 kB as stored, as large as those of the bare server in docs/bench.md. */
const setting = { name: 'SETTING', value: 'x'.repeat(850) }

function replicaSet(index: number): object {
  const labels = { app: `web-${index}` }
  const containers = [{ name: 'app', image: 'shop/web:1', env: [setting] }]
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `web-${index}`, labels },
    spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  }
}

/** Seconds that `work` takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

async function forEach(count: number, atOnce: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

export const createNamespace = (to: Connection) =>
  to.send('POST', '/api/v1/namespaces', { metadata: { name: namespace } })

export async function clean(at: Connection): Promise<void> {
  await at.send('DELETE', replicaSets)
  await at.send('DELETE', `/api/v1/namespaces/${namespace}`)
}

/** Creates ReplicaSets, sixteen at once; writes a second. */
export async function fill(to: Connection, from: number, until: number): Promise<number> {
  const create = (index: number) => to.send('POST', replicaSets, replicaSet(from + index))
  return (until - from) / (await timed(() => forEach(until - from, 16, create)))
}

/** Reads all of them in one answer: the median of five in milliseconds, and its size in MB. */
export async function list(from: Connection): Promise<{ readonly ms: number; readonly megabytes: number }> {
  let bytes = 0
  const read = async () => {
    bytes = Buffer.byteLength(await from.send('GET', replicaSets))
  }
  const times: number[] = []
  for (let turn = 0; turn < 5; turn += 1) times.push((await timed(read)) * 1000)
  return { ms: times.sort((a, b) => a - b)[2]!, megabytes: bytes / 1e6 }
}

/** Changes objects while so many watch; events delivered a second, all watchers together. */
export async function fanOut(at: Connection, watchers: number, changes: number): Promise<number> {
  const { metadata } = JSON.parse(await at.send('GET', `${replicaSets}?limit=1`))
  const ending = new AbortController()
  const path = `${replicaSets}?watch=true&resourceVersion=${metadata.resourceVersion}`
  const streams = await Promise.all(Array.from({ length: watchers }, () => at.open(path, ending.signal)))
  const seen = Promise.all(streams.map(stream => linesOf(stream, changes)))
  const change = (index: number) =>
    at.send('PATCH', `${replicaSets}/web-${index}`, { metadata: { labels: { turn: String(Date.now()) } } })
  const seconds = await timed(() => Promise.all([forEach(changes, 16, change), seen]))
  ending.abort()
  return (watchers * changes) / seconds
}

/** Resolves when so many lines have come. */
function linesOf(stream: IncomingMessage, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = 0
    stream.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) seen += 1
      if (seen >= count) resolve()
    })
    stream.on('error', reject)
    stream.on('end', () => reject(new Error(`a watch ended after ${seen} of ${count} events`)))
  })
}
