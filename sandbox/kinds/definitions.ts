import { readFileSync } from 'node:fs'
import type { Schema } from '../schema/schema.ts'
import { zeroValuesOf } from './zero-values.ts'

/** Schemas as the server publishes them, without prose: `$ref` is the name of another definition. For `/openapi/v3`. */
export type PublishedSchema = Omit<Schema, 'properties' | 'items' | 'additionalProperties'> & {
  readonly $ref?: string
  readonly properties?: { readonly [name: string]: PublishedSchema }
  readonly items?: PublishedSchema
  readonly additionalProperties?: PublishedSchema | boolean
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[]
}

/** The built-in kinds' definitions by name (`io.k8s.api.apps.v1.Deployment`), written by `scripts/generate-kinds.ts`. */
export const definitions: { readonly [name: string]: PublishedSchema } = JSON.parse(
  readFileSync(new URL('./definitions.json', import.meta.url), 'utf8'),
)

const linked = new Map<string, Schema>()

/** A definition with its references followed. Each is linked once, so that a schema that contains itself (JSONSchemaProps) ends. */
export function definition(name: string): Schema {
  const known = linked.get(name)
  if (known) return known
  const published = definitions[name]
  if (!published) throw new Error(`no definition ${name} in sandbox/kinds/definitions.json`)
  const schema: Schema = {}
  linked.set(name, schema)
  const { structs, nulls } = zeroValuesOf(name)
  return Object.assign(schema, link(published), { 'x-definition': name, 'x-structs': structs, 'x-nulls': nulls })
}

function link({ $ref, ...published }: PublishedSchema): Schema {
  if ($ref) return Object.keys(published).length ? { ...definition($ref), ...(published as Schema) } : definition($ref)
  const { properties, items, additionalProperties } = published
  return {
    ...(published as Schema),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, link(one)])),
    }),
    ...(items && { items: link(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: link(additionalProperties) }),
  }
}
