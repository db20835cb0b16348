import type { Finding } from './finding.ts'

/** A line for each, and one for its remedy. */
export function renderFindings(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ code, severity, object, text, remedy }) => [
    `${severity.padEnd(7)} ${object}: ${text} [${code}]`,
    ...(remedy === undefined ? [] : [`        -> ${remedy}`]),
  ])
  return lines.map(line => `${line}\n`).join('')
}
