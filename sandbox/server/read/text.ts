import type { KubeObject } from '../../api.ts'

const texts = new WeakMap<KubeObject, string>()

/** The JSON text of an object; of a frozen one it is made once, however many lists and watches carry it. */
export function textOf(object: KubeObject): string {
  if (!Object.isFrozen(object)) return JSON.stringify(object)
  const known = texts.get(object)
  if (known !== undefined) return known
  const text = JSON.stringify(object)
  texts.set(object, text)
  return text
}

/** The JSON text of an answer: a list is joined from the texts of its items. */
export function answerText(answer: KubeObject): string {
  if (!Array.isArray(answer.items) || answer.items.length === 0) return textOf(answer)
  const { items, ...rest } = answer
  return `${JSON.stringify(rest).slice(0, -1)},"items":[${items.map(textOf).join(',')}]}`
}
