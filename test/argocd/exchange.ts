/** Exchanges with a real Argo CD 3.5.1 that were recorded once (`recorded/`), and how answers are compared with them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  readonly body: any
  /** First and last lines of what was too long to keep. */
  readonly head?: readonly string[]
  readonly tail?: readonly string[]
}

export interface Exchange {
  readonly why?: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Record<string, string>
    readonly body?: string
  }
  readonly response: Answer
}

export const recorded = (name: string): Exchange & { exchanges?: Exchange[] } =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'recorded', `${name}.json`), 'utf8'))
export const exchanges = (name: string): Exchange[] => {
  const file = recorded(name)
  return file.exchanges ?? [file]
}

/** Headers that say something; lengths, dates and how Go chunks do not. */
export function headersOf(headers: Iterable<[string, string]>): Record<string, string> {
  const silent = ['date', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']
  return Object.fromEntries([...headers].filter(([name]) => !silent.includes(name)))
}

/** Every path that occurs in a value: `nodes[].health.status`. Texts that hold JSON are texts. */
function paths(value: unknown, prefix = ''): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap(item => [...paths(item, `${prefix}[]`)]))
  if (typeof value !== 'object' || value === null) return new Set([prefix])
  const inner = Object.entries(value).flatMap(([key, item]) => [...paths(item, prefix ? `${prefix}.${key}` : key)])
  return new Set([prefix, ...inner].filter(Boolean))
}

/** Paths that only one side has, `-` for the real server's and `+` for ours, without what lies below one that is named. */
export function difference(real: unknown, ours: unknown, left: readonly string[]): string[] {
  const [a, b] = [paths(real), paths(ours)]
  const found = [
    ...[...a].filter(path => !b.has(path)).map(path => `-${path}`),
    ...[...b].filter(path => !a.has(path)).map(path => `+${path}`),
  ]
  return found.filter(
    path => !left.some(known => path === known || path.startsWith(`${known}.`) || path.startsWith(`${known}[]`)),
  )
}
