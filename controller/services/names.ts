import type { Rollout } from '../../core/api/types.ts'

/** The Services that a strategy names, in the order in which upstream looks at them. */
export function serviceNames({ strategy }: Rollout['spec']): readonly string[] {
  const { canary, blueGreen } = strategy ?? {}
  const named = [
    blueGreen?.activeService,
    blueGreen?.previewService,
    canary?.canaryService,
    canary?.stableService,
    canary?.pingPong?.pingService,
    canary?.pingPong?.pongService,
  ]
  return named.filter(name => typeof name === 'string' && name !== '') as string[]
}
