/** Freezes a JSON value all the way down and answers it. What is frozen already is taken as frozen below too, so that shared subtrees cost nothing. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const child of Object.values(value)) freeze(child)
  return value
}
