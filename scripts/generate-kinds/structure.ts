type Node = { [key: string]: unknown }

const PREFIX = '#/components/schemas/'

/**
 * A published schema without what is not structure: prose, unions (nothing reads them), and the zero defaults that OpenAPI repeats from Go's types.
 * `allOf: [{$ref}]`, which OpenAPI 3.0 needs to put anything beside a reference, becomes `$ref` itself.
 */
export function structureOf(schema: object): object {
  const node = schema as Node
  const out: Node = {}
  for (const [key, value] of Object.entries(node)) {
    if (key === 'description' || key === 'x-kubernetes-unions') continue
    if (key === 'default' && isZero(value)) continue
    if (key === '$ref') out.$ref = String(value).slice(PREFIX.length)
    else if (key === 'allOf') Object.assign(out, structureOf((value as object[])[0]!))
    else if (key === 'properties') out.properties = mapValues(value as Node, structureOf)
    else if (key === 'items' || key === 'additionalProperties')
      out[key] = typeof value === 'object' ? structureOf(value!) : value
    else if (key === 'x-kubernetes-group-version-kind')
      out[key] = (value as Node[]).filter(gvk => gvk.kind !== 'WatchEvent')
    else out[key] = value
  }
  return out
}

function mapValues(object: Node, change: (value: object) => object): Node {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value as object)]))
}

function isZero(value: unknown): boolean {
  return (
    value === '' ||
    value === 0 ||
    value === false ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  )
}
