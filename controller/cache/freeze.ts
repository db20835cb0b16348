/** Freezes what JSON.parse made, all the way down: a cached object that somebody could change would be a second writer (design rule 3). */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const key in value) deepFreeze(value[key])
  return Object.freeze(value)
}
