/** Turns a record into something that two runs, or two controllers, can agree on. */
import { parseTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../../sandbox/api.ts'
import type { Change } from './history.ts'
import type { TakenRecord } from './recording.ts'
import type { Value } from './script.ts'
import { countPods, SHOW } from './show.ts'

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g
const DROPPED = new Set(['uid', 'resourceVersion', 'managedFields', 'creationTimestamp', 'selfLink'])
/** Whether this lies ahead matters. */
const DEADLINE = 'scale-down-deadline'
const SECONDS = 'totalManualPauseDurationSeconds'

interface Taken extends Omit<TakenRecord, 'objects'> {
  readonly objects: { readonly [kind: string]: readonly KubeObject[] }
}

/** `now` in milliseconds since the epoch. */
export function normalize(taken: Taken, changes: readonly Change[], now: number): TakenRecord {
  const objects: { [kind: string]: Value[] } = {}
  for (const [kind, items] of Object.entries(taken.objects)) {
    const own = items.filter(item => !isOfDeployment(item))
    const shown = kind === 'Pod' ? countPods(own) : own.map(SHOW[kind]!).sort(byName)
    if (shown.length > 0) objects[kind] = shown
  }
  return new Scrubber(namesOf(taken, changes), now).scrub({ ...taken, objects })
}

class Scrubber {
  private readonly names: ReadonlyMap<string, string>
  private readonly now: number

  constructor(names: ReadonlyMap<string, string>, now: number) {
    this.names = names
    this.now = now
  }

  scrub(value: Value, key?: string): Value {
    if (Array.isArray(value)) return value.map(item => this.scrub(item))
    if (value && typeof value === 'object') {
      const kept = Object.entries(value).filter(([field]) => !DROPPED.has(field))
      return Object.fromEntries(kept.map(([field, inner]) => [this.text(field), this.scrub(inner, field)]))
    }
    if (key === SECONDS) return '<seconds>'
    if (typeof value !== 'string') return value
    const deadline = key === DEADLINE ? parseTime(value) : undefined
    if (deadline !== undefined) return deadline > this.now ? '<time ahead>' : '<time passed>'
    return this.text(value)
  }

  private text(text: string): string {
    if (!text.includes('-')) return text
    const timeless = text.replace(TIME, '<time>')
    return [...this.names].reduce((kept, [uid, name]) => kept.replaceAll(uid, name), timeless)
  }
}

function namesOf(taken: Taken, changes: readonly Change[]): Map<string, string> {
  const objects = [...changes.map(({ object }) => object), ...Object.values(taken.objects).flat()]
  return new Map(objects.map(({ kind, metadata }) => [metadata.uid, `<uid:${kind}/${metadata.name}>`]))
}

const isOfDeployment = ({ metadata }: KubeObject) =>
  metadata.ownerReferences?.some((owner: Value) => owner.kind === 'Deployment') ?? false

const byName = (a: Value, b: Value) => (a.name < b.name ? -1 : 1)
