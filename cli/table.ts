/** Columns two spaces apart; the last one is as wide as it has to be. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column]! + 2)).join('')
  return rows.map(row => `${line(row).trimEnd()}\n`).join('')
}
