/** The definitions that `roots` reach through `$ref`, in the order of their names. Throws for a root that is not published. */
export function reachableDefinitions(
  published: { [name: string]: object },
  roots: readonly string[],
): [string, object][] {
  const seen = new Set<string>()
  const queue = [...roots]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const schema = published[name]
    if (!schema) throw new Error(`${name} is not in the server's OpenAPI documents: is it Kubernetes 1.34?`)
    queue.push(...Array.from(JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g), match => match[1]!))
  }
  return [...seen].sort().map(name => [name, published[name]!])
}
