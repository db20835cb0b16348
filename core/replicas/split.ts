/**
 * Weight as pods: the pair of counts whose share comes nearest to a weight (contract rollout 7.4, "Target split").
 * The total is N, or N + 1 when surging is allowed; between 1 and 99 percent neither side is left without a pod if there are two.
 */
export interface Split {
  readonly canary: number
  readonly stable: number
}

export function splitByWeight(replicas: number, weight: number, maxWeight: number, surge: number): Split {
  if (replicas === 0) return { canary: 0, stable: 0 }
  const best = options(replicas, weight, maxWeight, surge).reduce((a, b) =>
    distance(b, weight, maxWeight) < distance(a, weight, maxWeight) ? b : a,
  )
  return { canary: best.canary, stable: best.total - best.canary }
}

interface Option {
  readonly canary: number
  readonly total: number
}

/** In upstream's order: of two equally near ones the first wins. */
function options(replicas: number, weight: number, maxWeight: number, surge: number): readonly Option[] {
  const ceiling = Math.ceil((replicas * weight) / maxWeight)
  const floor = Math.floor((replicas * weight) / maxWeight)
  const mayBeZero = weight === maxWeight || weight === 0 || (replicas === 1 && surge === 0)
  const floorCounts = floor !== 0 || mayBeZero
  const found: Option[] = []
  if (ceiling < replicas || mayBeZero) found.push({ canary: ceiling, total: replicas })
  if (floorCounts && !isTied(replicas, weight, maxWeight)) found.push({ canary: floor, total: replicas })
  if (surge > 0) {
    found.push({ canary: ceiling, total: replicas + 1 })
    if (floorCounts && !isTied(replicas + 1, weight, maxWeight)) found.push({ canary: floor, total: replicas + 1 })
  }
  return found.length > 0 ? found : [{ canary: 0, total: replicas }]
}

/** Ceiling and floor are equally far from the weight: the larger canary is taken. */
function isTied(total: number, weight: number, maxWeight: number): boolean {
  return (total * (weight / maxWeight)) % 1 === 0.5
}

function distance(option: Option, weight: number, maxWeight: number): number {
  return Math.abs((option.canary * maxWeight) / option.total - weight)
}
