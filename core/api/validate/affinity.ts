import { type Errors, invalid } from '../../kube/field-error.ts'
import type { AntiAffinity } from '../types.ts'

const path = 'spec.strategy.antiAffinity'

export function* antiAffinityErrors(antiAffinity: AntiAffinity | undefined): Errors {
  if (!antiAffinity) return
  const preferred = antiAffinity.preferredDuringSchedulingIgnoredDuringExecution
  const needed = antiAffinity.requiredDuringSchedulingIgnoredDuringExecution
  if (Boolean(preferred) === Boolean(needed)) {
    const set = Boolean(preferred)
    const value = `antiAffinity.PreferredDuringSchedulingIgnoredDuringExecution: ${set} antiAffinity.RequiredDuringSchedulingIgnoredDuringExecution: ${set}`
    yield invalid(path, value, 'AntiAffinity must have exactly one strategy listed')
  }
  if (preferred && (preferred.weight < 1 || preferred.weight > 100)) {
    yield invalid(`${path}.weight`, preferred.weight, 'AntiAffinity weight must be between 1-100')
  }
}
