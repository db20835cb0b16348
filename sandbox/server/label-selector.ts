import type { KubeObject } from '../api.ts'
import { badRequest } from './errors.ts'

export type Predicate = (object: KubeObject) => boolean

interface Token {
  readonly kind: 'word' | 'operator' | 'end'
  readonly text: string
}

const WORD = /^[A-Za-z0-9_./-]+/
const OPERATOR = /^(==|!=|=|!|\(|\)|,|<|>)/

/** The predicate of a `labelSelector` parameter: `app=web,tier in (a,b),!canary`. Throws the server's 400 for a text that is none. */
export function labelSelector(text: string): Predicate {
  const tokens = new Tokens(text)
  if (tokens.peek().kind === 'end') return () => true
  const requirements = [requirement(tokens)]
  while (tokens.take(',')) requirements.push(requirement(tokens))
  const rest = tokens.peek()
  if (rest.kind !== 'end') throw unparsable(`found '${rest.text}', expected: ',' or 'end of string'`)
  return object => {
    const labels = object.metadata?.labels ?? {}
    return requirements.every(holds => holds(labels))
  }
}

type Requirement = (labels: Record<string, string>) => boolean

function requirement(tokens: Tokens): Requirement {
  const absent = tokens.take('!')
  const key = tokens.word()
  checkKey(key)
  if (absent) return labels => !(key in labels)
  const next = tokens.peek()
  if (next.kind === 'end' || next.text === ',') return labels => key in labels
  return comparison(key, tokens)
}

function comparison(key: string, tokens: Tokens): Requirement {
  const operator = tokens.next().text
  if (operator === 'in' || operator === 'notin') {
    const values = valueSet(tokens)
    return operator === 'in' ? labels => values.has(labels[key] ?? NONE) : labels => !values.has(labels[key] ?? NONE)
  }
  if (operator === '=' || operator === '==' || operator === '!=') {
    const value = checkValue(key, tokens.value())
    return operator === '!=' ? labels => labels[key] !== value : labels => labels[key] === value
  }
  if (operator === '<' || operator === '>') {
    const limit = Number(tokens.value())
    return labels => key in labels && (operator === '<' ? Number(labels[key]) < limit : Number(labels[key]) > limit)
  }
  throw unparsable(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`)
}

/** Stands for "no such label"; no label has it as a value. */
const NONE = '\u0000'

function valueSet(tokens: Tokens): Set<string> {
  if (!tokens.take('(')) throw unparsable(`found '${tokens.peek().text}' expected: '('`)
  const values = new Set([tokens.value()])
  while (tokens.take(',')) values.add(tokens.value())
  if (!tokens.take(')')) throw unparsable(`found '${tokens.peek().text}', expected: ',', or ')'`)
  return values
}

class Tokens {
  private readonly tokens: Token[] = []
  private at = 0

  constructor(text: string) {
    let rest = text.trimStart()
    while (rest !== '') {
      const match = OPERATOR.exec(rest) ?? WORD.exec(rest)
      const piece = match?.[0] ?? rest[0]!
      this.tokens.push({ kind: OPERATOR.test(piece) ? 'operator' : 'word', text: piece })
      rest = rest.slice(piece.length).trimStart()
    }
  }

  peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' }
  }

  next(): Token {
    const token = this.peek()
    this.at++
    return token
  }

  take(operator: string): boolean {
    const found = this.peek().kind === 'operator' && this.peek().text === operator
    if (found) this.at++
    return found
  }

  word(): string {
    const token = this.next()
    if (token.kind !== 'word') throw unparsable(`found '${token.text}', expected: identifier`)
    return token.text
  }

  /** A value may be empty: `app=`. */
  value(): string {
    const token = this.peek()
    if (token.kind === 'end' || token.text === ',' || token.text === ')') return ''
    return this.word()
  }
}

function checkKey(key: string): void {
  const name = key.slice(key.indexOf('/') + 1)
  if (/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/.test(name)) return
  throw unparsable(
    `<nil>: Invalid value: "${key}": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
  )
}

function checkValue(key: string, value: string): string {
  if (value === '' || /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/.test(value)) return value
  throw unparsable(
    `values[0][${key}]: Invalid value: "${value}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  )
}

const unparsable = (why: string) => badRequest(`unable to parse requirement: ${why}`)
