import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseFlags } from './flags.ts'

const defaults = parseFlags([]).flags
const main = (...args: string[]) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), ...args], { encoding: 'utf8' })

describe('flags', () => {
  test('have upstream’s defaults', () => {
    expect(defaults).toMatchObject({
      rolloutResync: 900,
      namespaced: false,
      loglevel: 'info',
      metricsPort: 8090,
      healthzPort: 8080,
      instanceId: '',
      rolloutThreads: 10,
      serviceThreads: 10,
      leaderElect: true,
      leaderElectionLeaseDuration: 15_000,
      leaderElectionRenewDeadline: 10_000,
      leaderElectionRetryPeriod: 2_000,
    })
  })

  test('leave the pace to the API server and the ports to this machine unless told otherwise', () => {
    expect(defaults.qps).toBeUndefined()
    expect(defaults.bindAddress).toBe('127.0.0.1')
  })

  test('of upstream’s manifests are understood', () => {
    const { flags, ignored } = parseFlags([
      '--leader-elect=false',
      '--metricsport=9000',
      '--leader-election-lease-duration=1m30s',
      '--namespaced',
      '--istio-api-version=v1beta1',
      '--alb-ingress-classes=a',
      '--alb-ingress-classes=b',
    ])
    expect(flags).toMatchObject({
      leaderElect: false,
      metricsPort: 9000,
      leaderElectionLeaseDuration: 90_000,
      namespaced: true,
    })
    expect(ignored).toEqual(['--istio-api-version', '--alb-ingress-classes'])
  })
})

describe('the command', () => {
  test.each([
    [['--rollout-thread', '5'], /unknown option '--rollout-thread'/],
    [['--rollout-threads', 'many'], /'many' is invalid.*number of 0 or more/],
    [['--leader-election-retry-period', '2'], /'2' is invalid.*duration such as 15s/],
    [['--kubeconfig', '/does/not/exist'], /--kubeconfig \/does\/not\/exist: ENOENT/],
    [
      ['--server', 'http://127.0.0.1:1', '--loglevel', 'loud'],
      /--loglevel loud: choose one of debug, info, warn, error/,
    ],
  ])(
    'says what is wrong with %j',
    (args, text) => {
      const { status, stderr } = main(...args)
      expect(status).toBe(1)
      expect(stderr).toMatch(text)
    },
    60_000,
  )
})
