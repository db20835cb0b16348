/** One line an entry on standard output: `--loglevel` says how much, `--logformat` text or json. */
import type { Clock } from './clock.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof levels)[number]

export type Facts = { readonly [name: string]: string | number | boolean | undefined }

export type Log = { readonly [level in Level]: (message: string, facts?: Facts) => void }

export interface LogOptions {
  readonly level: string
  /** `json`, or anything else for text. */
  readonly format: string
  readonly clock: Clock
  readonly write?: (line: string) => void
}

export function createLog({ level, format, clock, write = line => process.stdout.write(line) }: LogOptions): Log {
  const least = levels.indexOf((logrusLevels[level] ?? level) as Level)
  if (least < 0) throw new Error(`--loglevel ${level}: choose one of ${levels.join(', ')}`)
  const render = format === 'json' ? jsonLine : textLine
  const at =
    (own: Level) =>
    (message: string, facts: Facts = {}) => {
      if (levels.indexOf(own) >= least) write(render(new Date(clock.now()).toISOString(), own, message, facts))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** What upstream's --loglevel also takes. */
const logrusLevels: { readonly [name: string]: Level } = {
  trace: 'debug',
  warning: 'warn',
  fatal: 'error',
  panic: 'error',
}

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function jsonLine(time: string, level: Level, msg: string, facts: Facts): string {
  return `${JSON.stringify({ time, level, msg, ...facts })}\n`
}

function textLine(time: string, level: Level, message: string, facts: Facts): string {
  const pairs = Object.entries(facts).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? JSON.stringify(value) : value}`,
  )
  return `${time} ${level.padEnd(5)} ${message}${pairs.join('')}\n`
}
