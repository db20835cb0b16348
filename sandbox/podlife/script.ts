/**
 * What a command line would do, read and never run. A small part of the shell is understood: sleep, exit, exec, echo and the like,
 * true, false, joined by `&&`, `||`, `;` and newlines. A program that is not known is taken for a server that runs for ever.
 */
export interface Outcome {
  /** Milliseconds until it ends; Infinity when it does not. */
  readonly ms: number
  readonly exitCode: number
}

interface Command extends Outcome {
  /** Ends the script that it stands in. */
  readonly exits?: boolean
  /** Not known: a program with handlers of its own, as far as anyone can tell. */
  readonly isServer?: boolean
}

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh'])
const INSTANT = new Set(
  'true : echo date ls cat printf env id hostname test mkdir touch rm cp pwd set export cd trap'.split(' '),
)
const BUILTINS = new Set('exit cd export set unset source . : return eval alias trap wait ulimit'.split(' '))

/** Names that stand for a program that is not in the image. */
const MISSING = /(^|\/)(bad-command|bad_command|nonexistent|does-not-exist)/i

const baseOf = (path: string): string => path.split('/').at(-1)!

/** `1.5`, `30s`, `2h`, `infinity` in milliseconds; a bare number is seconds. NaN when it cannot be read. */
export function durationMs(text: string): number {
  if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text)
  return match ? Number(match[1]) * UNITS[match[2] ?? 's']! : Number.NaN
}

/** Why a program cannot be started at all, or undefined. A shell builtin is no executable. */
export function startError(argv: readonly string[]): string | undefined {
  const [command = ''] = argv
  if (!MISSING.test(command) && !BUILTINS.has(command)) return undefined
  const reason = command.includes('/')
    ? `stat ${command}: no such file or directory`
    : 'executable file not found in $PATH'
  return `exec: "${command}": ${reason}`
}

/**
 * The outcome of a program as process 1, and whether it leaves on SIGTERM: shells and sleep have no handler for it and are
 * killed when the grace period is over.
 */
export function outcomeOf(argv: readonly string[]): Outcome & { readonly handlesTerm: boolean } {
  const { ms, exitCode, isServer = false } = run(argv)
  return { ms, exitCode, handlesTerm: isServer }
}

function run([command = '', ...rest]: readonly string[]): Command {
  const name = baseOf(command)
  if (name === 'exit') return { ms: 0, exitCode: Number(rest[0] ?? Number.NaN), exits: true }
  if (name === 'exec') return { ...run(rest), exits: true }
  if (name === 'sleep') return sleep(rest)
  if (name === 'false') return { ms: 0, exitCode: 1 }
  if (MISSING.test(command)) return { ms: 0, exitCode: 127 }
  if (INSTANT.has(name)) return { ms: 0, exitCode: 0 }
  if (SHELLS.has(name)) return shell(rest)
  return { ms: Number.POSITIVE_INFINITY, exitCode: 0, isServer: true }
}

function sleep(args: readonly string[]): Command {
  const ms = args.map(durationMs).reduce((a, b) => a + b, 0)
  return Number.isNaN(ms) || args.length === 0 ? { ms: 0, exitCode: 1 } : { ms, exitCode: 0 }
}

/** `sh -ec '...'` runs its script; a shell without one reads an empty input and ends. */
function shell(args: readonly string[]): Command {
  const first = args.findIndex(arg => !/^[-+][a-zA-Z]+$/.test(arg))
  const options = first < 0 ? args : args.slice(0, first)
  const hasScript = options.some(option => option.startsWith('-') && option.includes('c'))
  return hasScript && first >= 0 ? script(args[first]!) : { ms: 0, exitCode: 0 }
}

function script(text: string): Outcome {
  let ms = 0
  let exitCode = 0
  for (const { joint, argv } of commandsOf(text)) {
    if ((joint === '&&' && exitCode !== 0) || (joint === '||' && exitCode === 0)) continue
    const command = run(argv)
    ms += command.ms
    // `exit` without a number keeps the code of the command before it.
    if (!Number.isNaN(command.exitCode)) exitCode = command.exitCode
    if (command.exits || ms === Number.POSITIVE_INFINITY) break
  }
  return { ms, exitCode }
}

/** Quoted text, a joint between commands, or a bare word. */
const TOKEN = /"((?:[^"\\]|\\.)*)"|'([^']*)'|(&&|\|\||[;\n])|((?:(?!&&|\|\|)[^\s"';])+)/g

/** The simple commands of a script, each with what joins it to the one before. */
function commandsOf(text: string): { readonly joint: string; readonly argv: readonly string[] }[] {
  const commands: { joint: string; argv: string[] }[] = [{ joint: ';', argv: [] }]
  for (const [, double, single, joint, word] of text.matchAll(TOKEN)) {
    if (joint !== undefined) commands.push({ joint, argv: [] })
    else commands.at(-1)!.argv.push(double ?? single ?? word!)
  }
  return commands.filter(({ argv }) => argv.length > 0)
}
