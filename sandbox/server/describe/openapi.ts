import { createHash } from 'node:crypto'
import { definitions, type PublishedSchema } from '../../kinds/definitions.ts'
import type { Kind } from '../../kinds/kind.ts'
import { definitionName } from '../../kinds/row.ts'
import { apiVersionOf } from '../kinds.ts'
import { openapiPaths } from './openapi-paths.ts'
import { verbsOf } from './verbs.ts'

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.'

type Index = { readonly paths: Record<string, { readonly serverRelativeURL: string }> }

const indexes = new WeakMap<readonly Kind[], Index>()

/** `/openapi/v3`: where the document of each group version is, with a hash that changes when it does. Made once for the kinds of a time. */
export function openapiIndex(kinds: readonly Kind[]): Index {
  const known = indexes.get(kinds) ?? renderIndex(kinds)
  indexes.set(kinds, known)
  return known
}

function renderIndex(kinds: readonly Kind[]): Index {
  const versions = new Set(kinds.map(pathOf))
  const entry = (path: string) => {
    const hash = createHash('sha256')
      .update(JSON.stringify(openapiDocument(kinds, path)))
      .digest('hex')
      .toUpperCase()
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const
  }
  return { paths: Object.fromEntries([...versions].map(entry)) }
}

/** `/openapi/v3/apis/apps/v1`: schemas and paths of the group version; undefined when no kind is in it. */
export function openapiDocument(kinds: readonly Kind[], path: string): object | undefined {
  const members = kinds.filter(kind => pathOf(kind) === path)
  if (members.length === 0) return undefined
  const schemas: Record<string, unknown> = {}
  for (const kind of members) {
    if (kind.custom) schemas[schemaName(kind)] = customSchema(kind)
    else addDefinition(schemas, schemaName(kind))
  }
  for (const name of ['DeleteOptions', 'Status', 'ObjectMeta']) addDefinition(schemas, META + name)
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: '1.34' },
    paths: Object.assign({}, ...members.map(kind => openapiPaths(kind, schemaName(kind)))),
    components: { schemas },
  }
}

const pathOf = (kind: Kind) => (kind.group ? `apis/${apiVersionOf(kind)}` : `api/${kind.version}`)

/** A custom kind is published under its group written backwards: `io.argoproj.v1alpha1.Rollout`. */
export function schemaName(kind: Kind): string {
  if (verbsOf(kind).length === 1) return `io.k8s.api.${kind.group.split('.')[0]}.${kind.version}.${kind.kind}`
  if (!kind.custom) return definitionName(kind.group, kind.version, kind.kind)
  return [...kind.group.split('.').reverse(), kind.version, kind.kind].join('.')
}

function customSchema(kind: Kind): object {
  return {
    ...kind.schema,
    properties: {
      apiVersion: { type: 'string', description: META_TEXT.apiVersion },
      kind: { type: 'string', description: META_TEXT.kind },
      ...kind.schema.properties,
      metadata: { description: META_TEXT.metadata, allOf: [{ $ref: `#/components/schemas/${META}ObjectMeta` }] },
    },
    'x-kubernetes-group-version-kind': [{ group: kind.group, version: kind.version, kind: kind.kind }],
  }
}

const META_TEXT = {
  apiVersion: 'The group and version of the schema that this object follows.',
  kind: 'The kind of resource that this object is.',
  metadata: "Standard object's metadata.",
}

/** A built-in definition and all that it refers to. */
function addDefinition(schemas: Record<string, unknown>, name: string): void {
  const published = definitions[name]
  if (!published || name in schemas) return
  // Noted before its references are followed: a schema may contain itself.
  schemas[name] = {}
  schemas[name] = linked(published, reference => addDefinition(schemas, reference))
}

/** A definition with its references in the form of an OpenAPI document; `seen` is told of each. */
function linked({ $ref, ...schema }: PublishedSchema, seen: (name: string) => void): object {
  const { properties, items, additionalProperties } = schema
  if ($ref) seen($ref)
  return {
    ...schema,
    ...($ref && { allOf: [{ $ref: `#/components/schemas/${$ref}` }] }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, linked(value, seen)])),
    }),
    ...(items && { items: linked(items, seen) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: linked(additionalProperties, seen) }),
  }
}
