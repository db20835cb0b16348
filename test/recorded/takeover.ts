/** Objects as upstream left them in the middle of a rollout, brought into a cluster in which no Rollouts controller runs yet. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { formatTime, parseTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../../sandbox/api.ts'
import { pathOf } from './history.ts'
import type { Host } from './host.ts'
import type { Value } from './script.ts'

const DUMPS = new URL('golden/takeover/', import.meta.url)
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

export interface Dump {
  /** The tag of upstream's controller. */
  readonly version: string
  readonly scenario: string
  readonly record: string
  readonly objects: readonly KubeObject[]
}

export function dumps(): Dump[] {
  const files = readdirSync(DUMPS, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))
  return files.sort().map(name => {
    const [version, scenario, file] = name.split('/') as [string, string, string]
    const { items } = parse(readFileSync(new URL(name, DUMPS), 'utf8'))
    return { version, scenario, record: file.replace('.yaml', ''), objects: items }
  })
}

/** Pods come before ReplicaSets and these before Deployments, which adopt them: the other way round they would make their own. */
const ORDER = ['Rollout', 'Service', 'Pod', 'ReplicaSet', 'Deployment']

/** Creates the objects with their status; times are moved so that the dump was taken just now. Uids are the server's: references follow. */
export async function load(host: Host, namespace: string, dump: Dump): Promise<void> {
  const shift = host.now() - takenAt(dump.objects)
  const uids = new Map<string, string>()
  for (const kind of ORDER) {
    for (const object of dump.objects.filter(one => one.kind === kind)) {
      const body = moved(object, shift, uids)
      const made = await host.api.request({
        method: 'POST',
        path: pathOf(kind, namespace),
        body: fresh(body, namespace),
      })
      uids.set(object.metadata.uid, made.metadata.uid)
      if (body.status) await loadStatus(host, namespace, body)
    }
    await host.settle()
  }
}

async function loadStatus({ api }: Host, namespace: string, { kind, metadata, status }: KubeObject): Promise<void> {
  if (!['Pod', 'Rollout'].includes(kind)) return // those of others follow from pods
  const path = pathOf(kind, namespace, metadata.name, 'status')
  await api.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body: { status } })
}

function fresh({ status, ...object }: KubeObject, namespace: string): KubeObject {
  const { uid, resourceVersion, managedFields, creationTimestamp, generation, ownerReferences, ...metadata } =
    object.metadata
  const { clusterIP, clusterIPs, topologySpreadConstraints, ...spec } = object.spec // as the server had completed them
  const owners = (ownerReferences ?? []).filter(({ kind }: Value) => kind === 'Rollout')
  return { ...object, spec, metadata: { ...metadata, namespace, ownerReferences: owners } }
}

/** The moment of the dump: the last time that anybody wrote. */
function takenAt(objects: readonly KubeObject[]): number {
  const writes = objects.flatMap(({ metadata }) => metadata.managedFields ?? [])
  return Math.max(...writes.map(({ time }: Value) => parseTime(time) ?? 0))
}

function moved(value: Value, shift: number, uids: ReadonlyMap<string, string>): Value {
  if (Array.isArray(value)) return value.map(item => moved(item, shift, uids))
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, shift, uids)]))
  if (typeof value !== 'string') return value
  if (TIME.test(value)) return formatTime(parseTime(value)! + shift)
  return uids.get(value) ?? value
}
