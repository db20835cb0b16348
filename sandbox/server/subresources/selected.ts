import type { KubeObject } from '../../api.ts'

interface LabelSelector {
  readonly matchLabels?: Record<string, string>
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}

/** Whether a LabelSelector object chooses the object. No selector chooses nothing, an empty one everything. */
export function isSelectedBy(selector: LabelSelector | undefined, object: KubeObject): boolean {
  if (!selector) return false
  const labels: Record<string, string> = object.metadata.labels ?? {}
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key in labels
      if (operator === 'DoesNotExist') return !(key in labels)
      return values.includes(labels[key] ?? '\u0000') === (operator === 'In')
    })
  )
}
