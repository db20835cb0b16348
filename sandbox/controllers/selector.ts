/** Label selectors as apps and policy kinds have them; an absent selector takes nothing, an empty one everything. */
export interface LabelSelector {
  readonly matchLabels?: { readonly [key: string]: string }
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}

type Labels = { readonly [key: string]: string } | undefined

export const isSubset = (wanted: Labels, labels: Labels): boolean =>
  Object.entries(wanted ?? {}).every(([key, value]) => labels?.[key] === value)

export function isSelected(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false
  const holds = ({ key, operator, values = [] }: { key: string; operator: string; values?: readonly string[] }) => {
    const value = labels?.[key]
    if (operator === 'Exists') return value !== undefined
    if (operator === 'DoesNotExist') return value === undefined
    return operator === 'In'
      ? value !== undefined && values.includes(value)
      : value === undefined || !values.includes(value)
  }
  return isSubset(selector.matchLabels, labels) && (selector.matchExpressions ?? []).every(holds)
}
