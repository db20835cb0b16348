import type { Rollout } from '../../core/api/types.ts'
import type { Decision } from '../../core/decision.ts'

/** A Rollout as the cache holds it; `over` replaces whole parts. */
export function rollout(
  over: { readonly metadata?: object; readonly spec?: object; readonly status?: object } = {},
): Rollout {
  const metadata = {
    name: 'web',
    namespace: 'shop',
    uid: 'uid-web',
    resourceVersion: '10',
    generation: 3,
    creationTimestamp: '2026-01-01T00:00:00Z',
    ...over.metadata,
  }
  const spec = { selector: { matchLabels: { app: 'web' } }, strategy: {}, ...over.spec }
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata,
    spec,
    ...(over.status ? { status: over.status } : {}),
  } as Rollout
}

export function decision(over: Partial<Decision> = {}): Decision {
  return { intents: [], events: [], trace: [], ...over }
}
