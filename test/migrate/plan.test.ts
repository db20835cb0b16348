import { appendFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { KubeObject } from '../../sandbox/api.ts'
import { deployment, service } from '../scenarios/harness/rollouts.ts'
import { autoscaler, digestOf, type Kit, withKit } from './kit.ts'

const kinds = ['Deployment', 'ReplicaSet', 'Service', 'HorizontalPodAutoscaler', 'Pod', 'Rollout', 'Event']
const codesOf = (stdout: string) => JSON.parse(stdout).findings.map(({ code }: { code: string }) => code)

async function versions({ objects }: Kit): Promise<string[]> {
  const all = await Promise.all(kinds.map(kind => objects.list(kind)))
  return all.flat().map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.resourceVersion}`)
}

describe('migrate plan', () => {
  test(
    'tells each instant within its bounds, ends drained, and changes nothing (AR#2162)',
    withKit(async kit => {
      const before = await versions(kit)
      const { code, stdout, stderr } = await kit.run('plan', 'legacy', '-o', 'json')
      expect([code, stderr]).toEqual([0, ''])
      const { forecast, rollout } = JSON.parse(stdout)
      expect(forecast.every((row: { isWithin: boolean }) => row.isWithin)).toBe(true)
      expect(forecast.map((row: { bounds: object }) => row.bounds)).toContainEqual({ least: 3, most: 5 })
      expect(forecast[0]).toMatchObject({ deployment: 4, rollout: 0, available: 4 })
      expect(forecast.at(-1)).toMatchObject({ deployment: 0, rollout: 4, event: expect.stringContaining('Drained') })
      expect(rollout.spec).toMatchObject({ replicas: 4, workloadRef: { name: 'legacy', scaleDown: 'progressively' } })
      expect(await versions(kit)).toEqual(before)
    }),
  )

  test(
    'leaves the size to an autoscaler, and never falls to 1 (AR#4110)',
    withKit(async kit => {
      const { stdout } = await kit.run('plan', 'legacy', '-o', 'json', '--scale-down', 'onsuccess')
      const { forecast, rollout } = JSON.parse(stdout)
      expect(rollout.spec.replicas).toBeUndefined()
      expect(Math.min(...forecast.map((row: { available: number }) => row.available))).toBe(4)
      const texts: string[] = forecast.map((row: { event: string }) => row.event)
      const held = texts.findIndex(text => text.includes('AutoscalerTargetsWorkload'))
      const moved = texts.indexOf('its scaleTargetRef is the Rollout now')
      expect([held > 0, moved > held]).toEqual([true, true])
      expect(forecast[moved]).toMatchObject({ deployment: 4 })
      expect(forecast.at(-1)).toMatchObject({ deployment: 0, rollout: 4 })
    }, autoscaler()),
  )

  test(
    'for blue-green names the Service, and moves it when all pods are there (AR#1731)',
    withKit(async kit => {
      const { code, stdout } = await kit.run('plan', 'legacy', '--strategy', 'blueGreen', '--active-service', 'web')
      expect(code).toBe(0)
      expect(stdout).toMatch(/Switched selector for service 'web'/)
      expect(stdout).not.toContain('BROKEN')
    }),
  )

  test(
    'that cannot be made is one line and exit code 1',
    withKit(async kit => {
      const nowhere = 'deployment "nosuch" not found in namespace "default"; name another namespace with -n'
      await isRefused(kit, ['nosuch'], nowhere)
      await isRefused(kit, ['legacy', '--strategy', 'blueGreen'], '--strategy blueGreen needs --active-service')
      await isRefused(kit, ['legacy', '--repo', 'nowhere'], '--repo nowhere: no such folder')
      await isRefused(kit, ['legacy', '--scale-down', 'slowly'], 'Allowed choices are progressively, onsuccess, never')
    }),
  )

  async function isRefused(kit: Kit, args: string[], text: string): Promise<void> {
    const { code, stdout, stderr } = await kit.run('plan', ...args)
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(text)])
  }

  test(
    'says which kinds it could not look at',
    withKit(async kit => {
      kit.stage.cluster.faults.add({ effect: 'answer', code: 403, resources: ['poddisruptionbudgets.policy'] })
      const { stdout } = await kit.run('plan', 'legacy')
      expect(stdout).toMatch(/warning PodDisruptionBudget: not looked at/)
      expect(stdout).toMatch(/info {4}ScaledObject: not looked at: this cluster serves no ScaledObject/)
    }),
  )
})

describe('the definition of Rollouts', () => {
  const crd = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/rollouts.argoproj.io'

  test(
    'that does not know scaleDown is an error (HELM#2418), and so is one that is missing',
    withKit(async kit => {
      await change(kit, definition => {
        delete definition.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.workloadRef.properties
          .scaleDown
      })
      const { code, stdout } = await kit.run('plan', 'legacy', '-o', 'json')
      expect([code, codesOf(stdout)[0]]).toEqual([1, 'DefinitionTooOld'])
      await kit.stage.api.request({ method: 'DELETE', path: crd })
      await kit.stage.advance('5s')
      const without = await kit.run('plan', 'legacy', '-o', 'json')
      expect([without.code, codesOf(without.stdout)[0]]).toEqual([1, 'RolloutsNotServed'])
    }),
  )

  async function change({ stage }: Kit, edit: (definition: KubeObject) => void): Promise<void> {
    const definition = structuredClone(await stage.api.request({ method: 'GET', path: crd }))
    edit(definition)
    await stage.api.request({ method: 'PUT', path: crd, body: definition })
    await stage.settle()
  }
})

describe('an Argo CD Application over the Deployment', () => {
  const definition: KubeObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'applications.argoproj.io' },
    spec: {
      group: 'argoproj.io',
      scope: 'Namespaced',
      names: { kind: 'Application', plural: 'applications', singular: 'application' },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  }
  const application = (...ignored: string[]): KubeObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop' },
    spec: {
      syncPolicy: { automated: { selfHeal: true } },
      ignoreDifferences: ignored.map(path => ({ group: 'argoproj.io', kind: 'Rollout', jqPathExpressions: [path] })),
    },
    status: { resources: [{ group: 'apps', kind: 'Deployment', namespace: 'default', name: 'legacy' }] },
  })

  test(
    'is told to leave the size alone (AR#4935), and that a rule inside a list is an error (CD#23283, CD#26588)',
    withKit(async kit => {
      const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
      await kit.stage.api.request({ method: 'POST', path, body: definition })
      await kit.stage.settle()
      await kit.objects.apply(application())
      const { code, stdout } = await kit.run('plan', 'legacy', '-o', 'json')
      const { commits } = JSON.parse(stdout)
      expect([code, codesOf(stdout)]).toEqual([0, expect.arrayContaining(['ManagedByArgoCD', 'ReplicasNotIgnored'])])
      expect(commits.map(({ name }: { name: string }) => name)).toEqual(['ignore-differences', 'rollout'])
      expect(commits[0].diff).toMatch(/^\+ {4}- group: apps\n\+ {6}kind: Deployment\n\+ {6}name: legacy$/m)
      expect(commits[0].diff).toMatch(/^\+ {6}- RespectIgnoreDifferences=true$/m)
      expect(commits[0].diff).not.toMatch(/uid|managedFields|status/)

      await kit.objects.apply(application('.spec.template.spec.containers[].image'))
      const frozen = await kit.run('plan', 'legacy', '-o', 'json')
      expect([frozen.code, codesOf(frozen.stdout)[0]]).toEqual([1, 'IgnoreInsideArray'])
    }),
  )
})

describe('the checkout', () => {
  const files = {
    'shop/deployment.yaml': `# the pods\n${stringify(deployment())}---\n${stringify(service('web'))}`,
    'shop/autoscaler.yaml': stringify(autoscaler()),
    'shop/kustomization.yaml': 'resources:\n- deployment.yaml # all of it\n- autoscaler.yaml\n',
  }

  test(
    'is never written into, whatever command is run',
    withKit(async kit => {
      const repo = await kit.checkout(files)
      const before = digestOf(repo)
      expect(Object.keys(before)).toContain('.git/HEAD')
      const out = kit.path('out')
      const commands = [
        ['plan', 'legacy', '--repo', repo],
        ['plan', 'legacy', '--repo', repo, '--diff'],
        ['plan', 'legacy', '--repo', repo, '--out', out],
        ['apply', 'legacy', '--dry-run'],
        ['apply', 'legacy'],
        ['status', 'legacy'],
        ['revert', 'legacy', '--repo', repo, '--diff'],
        ['revert', 'legacy', '--repo', repo, '--no-wait'],
      ]
      for (const command of commands)
        expect(await kit.run(...command)).toMatchObject({ stderr: expect.not.stringMatching(/slipway migrate/) })
      expect(digestOf(repo)).toEqual(before)
      appendFileSync(`${repo}/.git/HEAD`, '\n')
      expect(digestOf(repo)).not.toEqual(before)
    }, autoscaler()),
  )

  test(
    'gets differences that git applies, comments kept',
    withKit(async kit => {
      const repo = await kit.checkout(files)
      const { code, stdout } = await kit.run('plan', 'legacy', '--repo', repo, '--diff')
      expect(code).toBe(0)
      expect(stdout).toContain('+- rollout-legacy.yaml\n')
      expect(stdout).toContain(' - deployment.yaml # all of it\n')
      expect(stdout.match(/^[-+] .*(kind|apiVersion).*$/gm)?.slice(-4)).toEqual([
        '-    apiVersion: apps/v1',
        '-    kind: Deployment',
        '+    apiVersion: argoproj.io/v1alpha1',
        '+    kind: Rollout',
      ])
    }, autoscaler()),
  )

  test.each(['out', ''])('refuses to be --out (%j below it)', async below => {
    await withKit(async kit => {
      const repo = await kit.checkout(files)
      const before = digestOf(repo)
      const { code, stderr } = await kit.run('plan', 'legacy', '--repo', repo, '--out', `${repo}/${below}`)
      expect(code).toBe(1)
      expect(stderr).toContain('which is never written into; name another folder')
      expect(digestOf(repo)).toEqual(before)
    })()
  })
})

test(
  'an error in the way is exit code 1, and the finding is in the answer',
  withKit(async kit => {
    const hashed = { app: 'web', 'rollouts-pod-template-hash': 'abc' }
    const spec = {
      selector: { matchLabels: hashed },
      template: { metadata: { labels: hashed }, spec: deployment().spec.template.spec },
    }
    await kit.objects.apply({ ...deployment(spec), metadata: { name: 'copied' } })
    await kit.stage.advance('30s')
    const { code, stdout } = await kit.run('plan', 'copied', '-o', 'json')
    expect(code).toBe(1)
    expect(codesOf(stdout)).toContain('HashInSelector')
  }),
)
