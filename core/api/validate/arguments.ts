import { canonicalJson } from '../../kube/canonical.ts'
import { type Errors, invalidJson } from '../../kube/field-error.ts'
import { checkQualifiedName } from '../../kube/names.ts'
import { AnalysisRunArgument as shape } from '../schema/analysis.ts'
import type { CanaryStep } from '../types.ts'

const plain = ['annotations', 'labels', 'name', 'namespace', 'uid'].map(field => `metadata.${field}`)

/** Arguments of a step's analyses that point at metadata have to be something that the downward API knows. */
export function* argumentErrors(path: string, step: CanaryStep): Errors {
  const given = [...(step.experiment?.analyses ?? []).flatMap(({ args = [] }) => args), ...(step.analysis?.args ?? [])]
  for (const { valueFrom } of given) {
    const fieldPath = valueFrom?.fieldRef?.fieldPath ?? ''
    if (!fieldPath.startsWith('metadata') || isReadable(fieldPath)) continue
    const detail = 'Analyses arguments must refer to valid object metadata supported by downwardAPI'
    yield invalidJson(path, canonicalJson({ kind: 'list', of: shape }, given), detail)
  }
}

function isReadable(fieldPath: string): boolean {
  const [, map, key = ''] = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/.exec(fieldPath) ?? []
  if (!map) return plain.includes(fieldPath)
  return checkQualifiedName(map === 'metadata.labels' ? key : key.toLowerCase()).next().done === true
}
