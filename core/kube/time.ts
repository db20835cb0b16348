/**
 * Kubernetes timestamps. The one place in core that touches Date, and only to parse and format: "now" is always an argument.
 * An Instant is milliseconds since the epoch; a timestamp is RFC 3339 in UTC with second precision, as metav1.Time prints it.
 */
export type Instant = number

/** Milliseconds of an RFC 3339 timestamp, or undefined when there is none or it cannot be read (three different callers, three different rules). */
export function parseTime(text: string | null | undefined): Instant | undefined {
  if (!text || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** `2026-08-17T10:00:00Z`: seconds, truncated, UTC. */
export function formatTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}
