/** Renders CustomResourceDefinitions from the schema (contract rollout 1.5, corrections 2). */
import { stringify } from 'yaml'
import { group, type Kind, version } from '../../core/api/schema/kinds.ts'
import type { Field, ListShape, ObjectShape, Scalar, Shape } from '../../core/kube/shape.ts'

type Json = { readonly [key: string]: unknown }

const header = `# Generated from core/api/schema by scripts/generate-api.ts. Install it with server-side apply: kubectl apply --server-side -f
`

export function renderCrd(kind: Kind): string {
  const { shape, plural } = kind
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: {
        kind: shape.name,
        listKind: `${shape.name}List`,
        plural,
        shortNames: [kind.shortName],
        singular: shape.name.toLowerCase(),
      },
      scope: kind.clusterScoped ? 'Cluster' : 'Namespaced',
      versions: [renderVersion(kind)],
    },
  }
  return header + stringify(crd, { lineWidth: 0, aliasDuplicateObjects: false })
}

function renderVersion({ shape, columns, subresources }: Kind): Json {
  const root: ObjectShape = { ...shape, fields: { ...rootFields, ...shape.fields } }
  return {
    additionalPrinterColumns: columns,
    name: version,
    schema: { openAPIV3Schema: { ...renderSchema(root), description: shape.description } },
    served: true,
    storage: true,
    subresources,
  }
}

const text = { kind: 'scalar', scalar: 'string' } as const
const rootFields: ObjectShape['fields'] = {
  apiVersion: { shape: text, emit: 'filled', description: 'Version of the API that this object is written in.' },
  kind: { shape: text, emit: 'filled', description: 'Kind of this object.' },
  // The API server knows what metadata is and accepts nothing about it, not even a description.
  metadata: { shape: { kind: 'object', name: 'Metadata', fields: {} }, emit: 'filled' },
}

const intOrString = { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true }
const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'

const scalars: { readonly [name in Scalar]: Json } = {
  string: { type: 'string' },
  int32: { format: 'int32', type: 'integer' },
  int64: { format: 'int64', type: 'integer' },
  bool: { type: 'boolean' },
  time: { format: 'date-time', type: 'string' },
  IntOrString: intOrString,
  Quantity: { ...intOrString, pattern: quantityPattern },
  json: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
}

function renderField(field: Field): Json {
  return {
    ...(field.description && { description: field.description }),
    ...(field.default !== undefined && { default: field.default }),
    ...(field.loose ? { 'x-kubernetes-preserve-unknown-fields': true } : renderSchema(field.shape)),
    ...(field.rule && { 'x-kubernetes-validations': [field.rule] }),
  }
}

function renderSchema(shape: Shape): Json {
  switch (shape.kind) {
    case 'scalar':
      return { ...(shape.enum && { enum: shape.enum }), ...scalars[shape.scalar] }
    case 'list':
      return { items: renderSchema(shape.of), type: 'array', ...renderListType(shape) }
    case 'map':
      return {
        additionalProperties: renderSchema(shape.of),
        type: 'object',
        ...(shape.atomic && { 'x-kubernetes-map-type': 'atomic' }),
      }
    case 'object':
      return renderObject(shape)
  }
}

function renderListType({ keys, set, atomic }: ListShape): Json {
  if (keys) return { 'x-kubernetes-list-map-keys': keys, 'x-kubernetes-list-type': 'map' }
  if (set) return { 'x-kubernetes-list-type': 'set' }
  return atomic ? { 'x-kubernetes-list-type': 'atomic' } : {}
}

/** An embedded ObjectMeta carries labels and annotations only: the API server prunes the rest. */
const embeddedMetadata = ['labels', 'annotations']

function renderObject(shape: ObjectShape): Json {
  const fields = Object.entries(shape.fields)
    .filter(([name]) => shape.name !== 'ObjectMeta' || embeddedMetadata.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const required = fields.filter(([, field]) => field.required).map(([name]) => name)
  return {
    ...(fields.length > 0 && {
      properties: Object.fromEntries(fields.map(([name, field]) => [name, renderField(field)])),
    }),
    ...(required.length > 0 && { required }),
    type: 'object',
    ...(shape.atomic && { 'x-kubernetes-map-type': 'atomic' }),
  }
}
