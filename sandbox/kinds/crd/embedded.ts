import type { Schema } from '../../schema/schema.ts'
import { definition } from '../definitions.ts'

/**
 * A CRD's schema with what it need not say: that the object, and every embedded resource in it, has apiVersion, kind and Kubernetes' own metadata. An
 * embedded resource has to name its type.
 */
export function withEmbeddedMetadata(schema: Schema): Schema {
  return withMetadata(descend(schema))
}

function withMetadata(schema: Schema): Schema {
  const metadata = definition('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')
  const { metadata: restricted, ...properties } = schema.properties ?? {}
  return {
    ...schema,
    properties: {
      ...properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: restrict(metadata, restricted),
    },
  }
}

/** A CRD may restrict the name in metadata, and nothing else there. */
function restrict(metadata: Schema, restricted: Schema | undefined): Schema {
  const { name, generateName } = restricted?.properties ?? {}
  return {
    ...metadata,
    properties: { ...metadata.properties, ...(name && { name }), ...(generateName && { generateName }) },
  }
}

function descend(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, embed(one)])),
    }),
    ...(items && { items: embed(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: embed(additionalProperties) }),
  }
}

function embed(schema: Schema): Schema {
  const deep = descend(schema)
  if (!schema['x-kubernetes-embedded-resource']) return deep
  return { ...withMetadata(deep), required: [...new Set([...(schema.required ?? []), 'apiVersion', 'kind'])] }
}
