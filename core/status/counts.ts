/** How many pods there are, as the status tells it (contract rollout 1.8). */
import { existing, ready } from '../replicas/counts.ts'
import type { Situation } from '../situation.ts'
import { blueGreenCountFields } from './bluegreen.ts'
import { canaryCountFields } from './canary.ts'

export interface Counts {
  readonly replicas: number
  readonly updatedReplicas: number
  readonly readyReplicas: number
  readonly availableReplicas: number
  readonly HPAReplicas: number
}

export function countsOf(s: Situation): Counts {
  return {
    replicas: existing(s.all),
    updatedReplicas: s.newRS.status.replicas,
    readyReplicas: ready(s.all),
    ...(s.canary ? canaryCountFields(s) : blueGreenCountFields(s)),
  }
}
