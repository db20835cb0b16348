/**
 * What a Rollout may ask for that nothing of ours runs yet (docs/compatibility.md). An update never goes past it by itself, and people read of it
 * when the update begins.
 */
import type { CanaryStep, RolloutSpec } from './api/types.ts'
import type { Draft } from './draft.ts'
import { hasTwoVersions, type Situation } from './situation.ts'
import { type Stage, said } from './stage.ts'

const steps = ['analysis', 'experiment', 'plugin'] as const satisfies readonly (keyof CanaryStep)[]

/** Paths of fields, in the order of the spec. */
export function unserved({ strategy }: RolloutSpec): readonly string[] {
  const { blueGreen, canary } = strategy ?? {}
  return [
    ...set('spec.strategy.blueGreen', blueGreen, ['prePromotionAnalysis', 'postPromotionAnalysis']),
    ...set('spec.strategy.canary', canary, ['analysis', 'trafficRouting']),
    ...(canary?.steps ?? []).flatMap((step, index) => set(`spec.strategy.canary.steps[${index}]`, step, steps)),
  ]
}

function set(path: string, value: object | undefined, fields: readonly string[]): readonly string[] {
  return fields.filter(field => value && field in value).map(field => `${path}.${field}`)
}

export const tellUnserved: Stage<Situation, Draft> = {
  name: 'tellUnserved',
  run(s, draft) {
    const fields = unserved(s.rollout.spec).join(', ')
    if (fields === '') return { trace: said('skipped', 'AllServed') }
    const trace = said('waiting', 'NotServed', { fields })
    if (!s.changed || !hasTwoVersions(s)) return { trace }
    const message = `Slipway does not run ${fields} yet: the update waits where it gets there; promote takes it past a step, a full promotion past all`
    return { draft: { ...draft, notes: [...draft.notes, { type: 'Warning', reason: 'NotServed', message }] }, trace }
  },
}
