import { isObject, type Value } from '../../schema/schema.ts'

/** What a CRD's column can say: fields, `['a.b']`, indexes, `[*]`, and `[?(@.type=="Ready")]`. Answers every value that the path leads to. */
export function findByPath(path: string, object: Value): Value[] {
  return stepsOf(path).reduce((values: Value[], step) => values.flatMap(step), [object])
}

type Step = (value: Value) => Value[]

const TOKEN =
  /\['([^']+)'\]|\[\?\(@\.([^=!<>\s]+)\s*(==|!=)\s*(['"]?)(.*?)\4\)\]|\[(-?\d+)\]|\[\*\]|\.?\*|\.?((?:[^.[\\]|\\.)+)/g

function stepsOf(path: string): Step[] {
  return Array.from(path.replace(/^\.?/, '.').matchAll(TOKEN), ([, quoted, key, operator, , wanted, index, field]) => {
    if (key !== undefined) return filter(key, operator!, wanted!)
    if (index !== undefined) return at(Number(index))
    const name = quoted ?? field?.replaceAll('\\', '')
    return name === undefined ? all : child(name)
  })
}

const child =
  (name: string): Step =>
  value =>
    isObject(value) && Object.hasOwn(value, name) ? [value[name]] : []

const at =
  (index: number): Step =>
  value =>
    Array.isArray(value) && value.at(index) !== undefined ? [value.at(index)] : []

const all: Step = value => (Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [])

const filter =
  (key: string, operator: string, wanted: string): Step =>
  value =>
    Array.isArray(value)
      ? value.filter(item => findByPath(key, item).some(one => (String(one) === wanted) === (operator === '==')))
      : []
