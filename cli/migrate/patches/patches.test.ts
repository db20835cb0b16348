import { describe, expect, test } from 'vitest'
import * as make from '../testing/subject.ts'
import { type Around, subjectOf } from '../testing/subject.ts'
import { renderDiff } from './diff.ts'
import { type Commit, changedPaths, type Files } from './files.ts'
import { runGit } from './git.ts'
import { renderLive } from './live.ts'
import { commitMigration } from './migration.ts'
import { commitReversal } from './reversal.ts'
import { Workspace } from './workspace.ts'

const checkout: Files = new Map([
  [
    'argocd/shop.yaml',
    'kind: Application\nmetadata:\n  name: shop\nspec:\n  syncPolicy:\n    syncOptions:\n      - PrunePropagationPolicy=foreground # hm\n',
  ],
  [
    'web/deployment.yaml',
    '# web\nkind: Deployment\nmetadata:\n  name: web\nspec: {replicas: 4}\n---\nkind: Service\nmetadata:\n  name: web\n',
  ],
  [
    'web/hpa.yaml',
    "kind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  scaleTargetRef:\n    kind: Deployment # it\n    apiVersion: apps/v1\n    name: 'web'\n",
  ],
  ['web/kustomization.yaml', 'resources:\n- deployment.yaml\n- hpa.yaml\n'],
])
const managed: Around = {
  applications: [make.application({ ignoreDifferences: [], syncPolicy: {} })],
  autoscalers: [make.autoscaler(make.toDeployment)],
}

function commitsTo(files: Files, around: Around, commits = commitMigration) {
  const workspace = new Workspace(files, around.applications?.[0]?.spec.source?.path)
  commits(subjectOf(around), workspace, true)
  return workspace
}

const textOf = (commit: Commit, path: string) => commit.after.get(path)
const codes = ({ findings }: Workspace) => findings.map(({ code, object }) => `${object} ${code}`)

describe('the commits of a migration', () => {
  const { commits, findings } = commitsTo(checkout, managed)

  test('stand in the order in which nothing falls (AR#4935, AR#4110)', () => {
    expect(findings).toEqual([])
    expect(commits.map(commit => [commit.name, changedPaths(commit)])).toEqual([
      ['ignore-differences', ['argocd/shop.yaml']],
      ['rollout', ['web/kustomization.yaml', 'web/rollout-web.yaml']],
      ['autoscalers', ['web/hpa.yaml']],
    ])
  })

  test('keep Argo CD away from the size, and from pruning in the foreground', () => {
    const text = textOf(commits[0]!, 'argocd/shop.yaml')!
    expect(text).toContain('- PrunePropagationPolicy=background # hm\n')
    expect(text).toContain('- RespectIgnoreDifferences=true\n')
    expect(text).toContain('    - group: apps\n      kind: Deployment\n      name: web\n')
    expect(text).not.toMatch(/jqPath|managedFields|\[/)
  })

  test('list the Rollout where the Deployment is listed, without a size that an autoscaler has, nor a namespace that nobody writes', () => {
    expect(textOf(commits[1]!, 'web/kustomization.yaml')).toBe(
      'resources:\n- deployment.yaml\n- hpa.yaml\n- rollout-web.yaml\n',
    )
    expect(textOf(commits[1]!, 'web/rollout-web.yaml')).not.toMatch(/replicas|namespace|template:/)
  })

  test('change two words of the autoscaler', () => {
    const lines = renderDiff(commits[2]!)
      .split('\n')
      .filter(line => /^[+-] /.test(line))
    expect(lines).toEqual([
      '-    kind: Deployment # it',
      '-    apiVersion: apps/v1',
      '+    kind: Rollout # it',
      '+    apiVersion: argoproj.io/v1alpha1',
    ])
  })

  test('are nothing for a team that has made them', () => {
    const done = commitsTo(checkout, managed).commits.at(-1)!.after
    const after = {
      ...managed,
      autoscalers: [make.autoscaler(make.toRollout)],
      rollouts: [make.rollout('web', { workloadRef: make.toDeployment })],
    }
    expect(commitsTo(done, after).commits).toEqual([])
  })

  test('leave a Rollout alone that is committed and not synced yet', () => {
    const text = 'kind: Rollout\nmetadata: {name: web}\nspec: {strategy: {canary: {steps: [{setWeight: 5}]}}}\n'
    const names = commitsTo(new Map([...checkout, ['web/mine.yaml', text]]), managed).commits.map(({ name }) => name)
    expect(names).toEqual(['ignore-differences', 'autoscalers'])
  })

  test('apply with git, one after the other', () => {
    const patches = commits.map((commit, index): [string, string] => [`${index}.patch`, renderDiff(commit)])
    const check = runGit([...checkout, ...patches], 'apply', '--check', ...patches.map(([name]) => name))
    expect(check.code).toBe(0)
    expect(runGit([...patches], 'apply', '--check', '0.patch').code).not.toBe(0)
  })

  test('have the way back, which ends where they began', () => {
    const done = commits.at(-1)!.after
    const after: Around = {
      ...managed,
      autoscalers: [make.autoscaler(make.toRollout)],
      rollouts: [make.rollout('web', { workloadRef: make.toDeployment })],
    }
    const back = commitsTo(done, after, commitReversal)
    expect(back.findings).toEqual([])
    expect(back.commits.map(({ name }) => name)).toEqual(['autoscalers', 'rollout', 'ignore-differences'])
    const end = back.commits.at(-1)!.after
    for (const path of ['web/deployment.yaml', 'web/hpa.yaml', 'web/kustomization.yaml'])
      expect(end.get(path)).toBe(checkout.get(path))
    expect(end.has('web/rollout-web.yaml')).toBe(false)
    expect(end.get('argocd/shop.yaml')).not.toContain('ignoreDifferences')
  })

  test('against live objects are made of what the API server adds nothing to', () => {
    const files = renderLive(subjectOf(managed))
    expect([...files.keys()]).toEqual(['application-shop.yaml', 'horizontalpodautoscaler-web.yaml'])
    expect([...files.values()].join()).not.toMatch(/uid|resourceVersion|status|generation/)
  })

  test('leave the Deployment’s autoscaler where it is with scaleDown never', () => {
    expect(commitsTo(checkout, { ...managed, wish: { scaleDown: 'never' } }).commits.map(({ name }) => name)).toEqual([
      'ignore-differences',
      'rollout',
    ])
  })

  test('hash rules of Services come with server-side apply (AR#3437)', () => {
    const syncPolicy = { syncOptions: ['ServerSideApply=true'] }
    const files = new Map([
      [
        'shop.yaml',
        'kind: Application\nmetadata: {name: shop}\nspec:\n  syncPolicy:\n    syncOptions: [ServerSideApply=true]\n',
      ],
    ])
    const wish = { strategy: 'blueGreen', activeService: 'web' } as const
    const [first] = commitsTo(files, { wish, applications: [make.application({ syncPolicy })] }).commits
    expect(textOf(first!, 'shop.yaml')).toContain('/spec/selector/rollouts-pod-template-hash')
  })
})

describe('a checkout', () => {
  test('without the manifest says so', () => {
    expect(codes(commitsTo(new Map(), managed))).toEqual([
      'Application/shop NotInRepository',
      'Deployment/web NotInRepository',
      'HorizontalPodAutoscaler/web NotInRepository',
    ])
  })

  test('with Helm’s templates says that they are no YAML', () => {
    const files = new Map([['templates/d.yaml', 'kind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n']])
    expect(codes(commitsTo(files, {}))).toEqual(['Deployment/web HelmTemplate'])
  })

  test('with an overlay for each environment wants to know which, unless the Application says it', () => {
    const text = checkout.get('web/deployment.yaml')!
    const files = new Map([
      ['dev/d.yaml', text],
      ['prod/d.yaml', text],
    ])
    expect(codes(commitsTo(files, {}))).toEqual(['Deployment/web SeveralManifests'])
    const applications = [make.application({ source: { path: './prod/' } })]
    const { commits } = commitsTo(files, { applications })
    expect(changedPaths(commits.at(-1)!)).toEqual(['prod/rollout-web.yaml'])
  })

  test('says the namespace where the Deployment does', () => {
    const files = new Map([['d.yaml', 'kind: Deployment\nmetadata:\n  name: web\n  namespace: shop\n']])
    expect(textOf(commitsTo(files, {}).commits[0]!, 'rollout-web.yaml')).toContain('namespace: shop\n')
  })
})
