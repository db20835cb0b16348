/** Renders the TypeScript types of the API: one readonly interface an object shape, in the order of first use. */
import { group, type Kind, version } from '../../core/api/schema/kinds.ts'
import type { Field, ObjectShape, Scalar, Shape } from '../../core/kube/shape.ts'

const header = `/**
 * Generated from core/api/schema by scripts/generate-api.ts: change the schema, then run \`node scripts/generate-api.ts\`.
 * Absent fields are absent, never undefined; fields that are not named here may exist and have to survive.
 */
import type { IntOrString, LabelSelector, ObjectMeta, PodTemplate, StoredMeta } from '../kube/types.ts'

export type { IntOrString, LabelSelector, ObjectMeta, PodTemplate, StoredMeta } from '../kube/types.ts'
`

const scalars: { readonly [name in Scalar]: string } = {
  string: 'string',
  int32: 'number',
  int64: 'number',
  bool: 'boolean',
  time: 'string',
  IntOrString: 'IntOrString',
  Quantity: 'string',
  json: '{ readonly [key: string]: unknown }',
}

/** Types of Kubernetes that core/kube/types.ts has by hand, loosely. */
const kubernetes: { readonly [shape: string]: string } = {
  PodTemplateSpec: 'PodTemplate',
  LabelSelector: 'LabelSelector',
  ObjectMeta: 'ObjectMeta',
  JobSpec: scalars.json,
}

/** @throws when two different shapes carry the same name. */
export function renderTypes(kinds: readonly Kind[]): string {
  const found = new Map<string, ObjectShape>()
  for (const kind of kinds) for (const field of Object.values(kind.shape.fields)) collect(field.shape, found)
  return [header, ...kinds.map(renderKind), ...[...found.values()].map(shape => renderInterface(shape))].join('\n')
}

function collect(shape: Shape, found: Map<string, ObjectShape>): void {
  if (shape.kind === 'list' || shape.kind === 'map') collect(shape.of, found)
  if (shape.kind !== 'object' || shape.name in kubernetes || isEmpty(shape)) return
  const known = found.get(shape.name)
  if (known === shape) return
  if (known) throw new Error(`schema: two different objects are called ${shape.name}; rename one of them`)
  found.set(shape.name, shape)
  for (const field of Object.values(shape.fields)) collect(field.shape, found)
}

function renderKind(kind: Kind): string {
  return renderInterface(kind.shape, [
    `  readonly apiVersion: '${group}/${version}'\n`,
    `  readonly kind: '${kind.shape.name}'\n`,
    `  readonly metadata: ${kind.clusterScoped ? "Omit<StoredMeta, 'namespace'>" : 'StoredMeta'}\n`,
  ])
}

function renderInterface(shape: ObjectShape, first: readonly string[] = []): string {
  const fields = Object.entries(shape.fields).map(([name, field]) => renderField(name, field))
  return `/** ${shape.description} */\nexport interface ${shape.name} {\n${[...first, ...fields].join('')}}\n`
}

function renderField(name: string, field: Field): string {
  return `  /** ${field.description} */\n  readonly ${name}${field.required ? '' : '?'}: ${renderShape(field.shape)}\n`
}

function renderShape(shape: Shape): string {
  switch (shape.kind) {
    case 'scalar':
      return shape.enum ? shape.enum.map(word => `'${word}'`).join(' | ') : scalars[shape.scalar]
    case 'list':
      return `readonly ${shape.of.kind === 'scalar' && shape.of.enum ? `(${renderShape(shape.of)})` : renderShape(shape.of)}[]`
    case 'map':
      return `{ readonly [key: string]: ${renderShape(shape.of)} }`
    case 'object':
      return kubernetes[shape.name] ?? (isEmpty(shape) ? 'Record<string, never>' : shape.name)
  }
}

const isEmpty = (shape: ObjectShape): boolean => Object.keys(shape.fields).length === 0
