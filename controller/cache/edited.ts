/**
 * Whether somebody has changed the pods of a ReplicaSet's template after its creation (users 4-A2). Such a template says nothing about the pods
 * that run, so no revision may be recognised by it. The API server tells by whose hand each field came.
 */
export interface FieldsOfManager {
  readonly manager?: string
  readonly fieldsV1?: { readonly [field: string]: unknown }
}

/** They put the anti-affinity term into the template and take it out again. */
const CONTROLLERS = /^(slipway|rollouts-controller|argo-rollouts)/

export function isTemplateEdited(managed: readonly FieldsOfManager[] = []): boolean {
  const authors = new Set(managed.filter(writesPods).map(({ manager = '' }) => manager))
  return authors.size > 1 && [...authors].some(author => !CONTROLLERS.test(author))
}

function writesPods({ fieldsV1 }: FieldsOfManager): boolean {
  const spec = fieldsV1?.['f:spec'] as { readonly 'f:template'?: { readonly 'f:spec'?: unknown } } | undefined
  return spec?.['f:template']?.['f:spec'] !== undefined
}
