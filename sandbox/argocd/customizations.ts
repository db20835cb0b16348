/** What `argocd-cm` says of a kind: its own health script and its own actions. The stand-in reads the file that an administrator would apply. */
import { parse } from 'yaml'

interface Actions {
  readonly 'discovery.lua': string
  readonly definitions: readonly { readonly name: string; readonly 'action.lua': string }[]
}

export interface Customization {
  readonly health?: string
  readonly actions?: Actions
}

/** `group/Kind` (core kinds: `Kind`) to its customization. */
export type Customizations = ReadonlyMap<string, Customization>

const prefix = 'resource.customizations.'

/** `text`: the ConfigMap as YAML. Throws for a key that would break Argo CD's settings. */
export function readCustomizations(text: string): Customizations {
  const found = new Map<string, Customization>()
  for (const [key, value] of Object.entries(parse(text).data as Record<string, string>)) {
    if (!key.startsWith(prefix)) continue
    const [type, ...rest] = key.slice(prefix.length).split('.')
    const kind = rest.join('.').replace('_', '/')
    if (type === 'health') found.set(kind, { ...found.get(kind), health: value })
    else if (type === 'actions') found.set(kind, { ...found.get(kind), actions: parse(value) })
    else throw new Error(`resource customization type ${type} not supported`)
  }
  return found
}

export function customizationOf(all: Customizations, group: string, kind: string): Customization {
  return all.get(group ? `${group}/${kind}` : kind) ?? {}
}
