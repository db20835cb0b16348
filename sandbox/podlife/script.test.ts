import { describe, expect, test } from 'vitest'
import { durationMs, outcomeOf, startError } from './script.ts'

const forEver = Number.POSITIVE_INFINITY

describe('a command line', () => {
  test.each([
    [
      'a server runs for ever and leaves when it is told to',
      ['nginx', '-g', 'daemon off;'],
      { ms: forEver, exitCode: 0, handlesTerm: true },
    ],
    ['sleep ends and has no handler', ['sleep', '5'], { ms: 5000, exitCode: 0, handlesTerm: false }],
    ['sleep without end', ['sleep', 'infinity'], { ms: forEver, exitCode: 0, handlesTerm: false }],
    ['sleep that cannot read its duration fails', ['sleep', 'soon'], { ms: 0, exitCode: 1, handlesTerm: false }],
    [
      'a shell does one thing after the other',
      ['sh', '-c', '-x', 'sleep 2 && exit 1'],
      { ms: 2000, exitCode: 1, handlesTerm: false },
    ],
    ['exit has its own code', ['sh', '-c', 'sleep 30; exit 3'], { ms: 30_000, exitCode: 3, handlesTerm: false }],
    [
      'what follows a failure by && is left out',
      ['sh', '-c', 'false && exit 7'],
      { ms: 0, exitCode: 1, handlesTerm: false },
    ],
    [
      'what follows a failure by || is done',
      ['sh', '-c', 'false || exit 7'],
      { ms: 0, exitCode: 7, handlesTerm: false },
    ],
    ['exit without a code keeps the last one', ['sh', '-c', 'false; exit'], { ms: 0, exitCode: 1, handlesTerm: false }],
    ['exec ends the script', ['sh', '-c', 'exec true; sleep 5'], { ms: 0, exitCode: 0, handlesTerm: false }],
    [
      'a shell waits for the server that it started',
      ['bash', '-ec', 'sleep 1; my-server --port 80'],
      { ms: forEver, exitCode: 0, handlesTerm: false },
    ],
    ['quotes keep words together', ['sh', '-c', `echo "a && b"; exit 2`], { ms: 0, exitCode: 2, handlesTerm: false }],
    ['a shell without a script ends', ['sh'], { ms: 0, exitCode: 0, handlesTerm: false }],
    [
      'a program that is missing in a script fails it',
      ['sh', '-c', '/bad-command'],
      { ms: 0, exitCode: 127, handlesTerm: false },
    ],
  ])('%s', (_, argv, outcome) => {
    expect(outcomeOf(argv)).toEqual(outcome)
  })

  test('cannot be started when it names a shell builtin or a program that is not there', () => {
    expect(startError(['exit', '1'])).toBe('exec: "exit": executable file not found in $PATH')
    expect(startError(['/bad-command'])).toBe('exec: "/bad-command": stat /bad-command: no such file or directory')
    expect(startError(['nginx'])).toBeUndefined()
  })
})

test.each([
  ['365d', 365 * 86_400_000],
  ['0s', 0],
  ['1.5', 1500],
  ['20ms', 20],
  ['inf', forEver],
  ['soon', Number.NaN],
])('the duration %s', (text, ms) => {
  expect(durationMs(text)).toBe(ms)
})
