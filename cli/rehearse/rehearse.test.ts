import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../controller/client/client.ts'
import { silent } from '../../controller/log.ts'
import type { Json, KubeObject } from '../../sandbox/api.ts'
import { ADMIN_TOKEN } from '../../sandbox/auth/user.ts'
import { startControllers } from '../../sandbox/controllers/index.ts'
import { pathOf } from '../../test/recorded/history.ts'
import type { Host } from '../../test/recorded/host.ts'
import { createNamespace } from '../../test/recorded/namespace.ts'
import { type Dump, dumps, load } from '../../test/recorded/takeover.ts'
import { Stage } from '../../test/scenarios/harness/stage.ts'
import { type Finding, rehearse } from './rehearse.ts'
import { renderText } from './render.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

/** Everything that upstream's versions were recorded to leave behind, each dump in a namespace of its own. */
const recorded = dumps()
const rollouts = recorded.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'Rollout')).length
const namespaceOf = ({ version, scenario, record }: Dump) => `${version}-${scenario}-${record}`.replaceAll('.', '-')

let stage: Stage
let folder: string
beforeAll(async () => {
  stage = await Stage.open(({ apiAs }, clock) => [startControllers(apiAs('kube-controller-manager'), clock)])
  await stage.stopController()
  const host = { api: stage.api, now: () => stage.clock.now(), settle: () => stage.settle() } as Host
  for (const dump of recorded) {
    await createNamespace(host, namespaceOf(dump))
    await load(host, namespaceOf(dump), dump)
  }
  folder = mkdtempSync(join(tmpdir(), 'rehearse-'))
  writeFileSync(join(folder, 'kubeconfig'), stage.cluster.kubeconfig)
})
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true })
})

async function findings(namespace?: string): Promise<readonly Finding[]> {
  const client = await createClient({ server: stage.cluster.url, token: ADMIN_TOKEN })
  try {
    return await rehearse({ client, clock: stage.clock, log: silent, namespace })
  } finally {
    client.close()
    expect(
      client.counts
        .all()
        .map(({ verb }) => verb)
        .filter(verb => !['list', 'get'].includes(verb)),
    ).toEqual([])
  }
}

function patch(kind: string, namespace: string, name: string, body: Json[]): Promise<unknown> {
  const path = pathOf(kind, namespace, name)
  return stage.api.request({ method: 'PATCH', path, contentType: 'application/json-patch+json', body })
}

function slipway(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const main = join(import.meta.dirname, '../main.ts')
  return new Promise(resolve => {
    execFile(process.execPath, [main, 'rehearse', ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

const kubeconfig = () => ['--kubeconfig', join(folder, 'kubeconfig')]

describe('a rehearsal', () => {
  test('finds nothing to do in what three versions of upstream leave behind, and only reads', async () => {
    expect(new Set(recorded.map(({ version }) => version))).toHaveLength(3)
    expect(renderText(await findings())).toBe(`${rollouts} Rollouts, 0 would get a new ReplicaSet\n`)
    expect(await slipway(...kubeconfig())).toMatchObject({
      code: 0,
      stdout: `${rollouts} Rollouts, 0 would get a new ReplicaSet\n`,
    })
  })

  test('says whose updates would wait for what is not run yet', async () => {
    const namespace = 'v1-8-3-canary-abort-aborted'
    const field = 'spec.strategy.canary.analysis'
    const value = { templates: [{ templateName: 'success-rate' }] }
    await patch('Rollout', namespace, 'web', [{ op: 'add', path: `/${field.replaceAll('.', '/')}`, value }])
    expect(renderText(await findings(namespace))).toBe(
      `${namespace}/web: its updates will wait; not run yet: ${field}\n1 Rollouts, 0 would get a new ReplicaSet, 1 ask for what Slipway does not run yet\n`,
    )
    const { code, stdout } = await slipway(...kubeconfig(), '--namespace', namespace, '-o', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ changes: [], unserved: [{ namespace, name: 'web', fields: [field] }] })
  })

  test('names the field by which a template differs, and ends with 1', async () => {
    const namespace = 'v1-9-1-canary-abort-aborted'
    const path = '/spec/template/spec/terminationGracePeriodSeconds'
    await patch('Rollout', namespace, 'web', [{ op: 'add', path, value: 31 }])
    const { code, stdout } = await slipway(...kubeconfig(), '--namespace', namespace, '-o', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      rollouts: 1,
      newReplicaSets: 1,
      changes: [
        {
          namespace,
          name: 'web',
          would: 'newReplicaSet',
          unrecognised: [
            { step: 'recorded' },
            { step: 'hash' },
            { step: 'template', fields: ['spec.terminationGracePeriodSeconds'] },
          ],
        },
      ],
    })
    expect(renderText(await findings(namespace))).toMatch(
      /template: web-\w+ differs in spec.terminationGracePeriodSeconds\n/,
    )
  })

  test('says when steps would start over', async () => {
    const namespace = 'v1-8-3-canary-interrupted-second'
    const value = { pause: { duration: '5m' } }
    await patch('Rollout', namespace, 'web', [{ op: 'add', path: '/spec/strategy/canary/steps/-', value }])
    expect(await findings(namespace)).toMatchObject([
      { would: 'startOver', why: expect.stringMatching(/^at step 1: recorded hash \w+/) },
    ])
    expect(await slipway(...kubeconfig(), '-n', namespace)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/1 would start their steps over\n$/),
    })
  })

  test('says when another ReplicaSet would be the current one', async () => {
    const namespace = 'master-canary-abort-three-quarters'
    const rollout = await stage.api.request({ method: 'GET', path: pathOf('Rollout', namespace, 'web') })
    const { items } = await stage.api.request({ method: 'GET', path: pathOf('ReplicaSet', namespace) })
    const stable = items.find(({ metadata }: KubeObject) => metadata.name === `web-${rollout.status.stableRS}`)
    const { image } = stable.spec.template.spec.containers[0]
    const path = '/spec/template/spec/containers/0/image'
    await patch('Rollout', namespace, 'web', [{ op: 'replace', path, value: image }])
    const { currentPodHash, stableRS } = rollout.status
    const why = `status names ${currentPodHash}, the template is that of ${stableRS}`
    expect(renderText(await findings(namespace))).toBe(
      `${namespace}/web: another ReplicaSet would be the current one; ${why}\n1 Rollouts, 0 would get a new ReplicaSet, 1 would switch to another ReplicaSet\n`,
    )
  })

  test('says which workload is missing', async () => {
    const namespace = 'master-ref-never-half'
    await stage.api.request({ method: 'DELETE', path: pathOf('Deployment', namespace, 'legacy') })
    await stage.settle()
    expect(renderText(await findings(namespace))).toBe(
      `${namespace}/web: nothing would be done: deployments.apps "${namespace}/legacy" not found\n1 Rollouts, 0 would get a new ReplicaSet, 1 would wait\n`,
    )
  })

  test.each([
    [['--kubeconfig', 'nowhere'], /^slipway rehearse: --kubeconfig nowhere: /],
    [['--output', 'xml'], /Allowed choices are text, json/],
  ])('%s ends with 2', async (args, stderr) => {
    const answer = await slipway(...args)
    expect(answer).toMatchObject({ code: 2, stdout: '' })
    expect(answer.stderr).toMatch(stderr)
  })
})
