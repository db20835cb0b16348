/** An int-or-percent field (`maxSurge: 25%`) as a number of pods. */
export function podsOf(value: number | string | undefined, total: number, round: 'up' | 'down'): number {
  if (typeof value !== 'string') return value ?? 0
  const percent = Number(value.replace(/%$/, ''))
  return (round === 'up' ? Math.ceil : Math.floor)((percent * total) / 100)
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
