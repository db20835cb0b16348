/** A GitOps owner that fights back: an Argo CD application with self-heal over objects of the embedded cluster. */
import { readFileSync } from 'node:fs'
import type { Definition } from '../../../sandbox/argocd/application/definition.ts'
import { type StandIn, standIn } from '../../../sandbox/argocd/standin.ts'
import { MemorySource } from '../../../sandbox/git/source.ts'
import { NAMESPACE } from './objects.ts'
import type { Part, Stage } from './stage.ts'

const CUSTOMIZATIONS = new URL('../../../manifests/argocd-cm.yaml', import.meta.url)

export class GitOps implements Part {
  private readonly stage: Stage
  private readonly git: MemorySource
  private readonly argocd: StandIn

  private constructor(stage: Stage, git: MemorySource, argocd: StandIn) {
    this.stage = stage
    this.git = git
    this.argocd = argocd
  }

  /** `spec`: the application's, beside its source, its destination and self-heal. The first commit is synced. */
  static async begin(stage: Stage, manifest: string, spec: Partial<Definition['spec']>): Promise<GitOps> {
    const source = { repoURL: 'https://git.example.org/shop.git', path: '.', targetRevision: 'main' }
    const destination = { server: 'https://kubernetes.default.svc', namespace: NAMESPACE }
    const syncPolicy = { automated: { selfHeal: true, prune: true }, ...spec.syncPolicy }
    const git = new MemorySource({ 'shop.yaml': manifest })
    const argocd = await standIn({
      api: stage.cluster.apiAs('argocd'),
      clock: stage.clock,
      source: git,
      applications: [{ name: 'shop', spec: { project: 'default', source, destination, ...spec, syncPolicy } }],
      customizations: readFileSync(CUSTOMIZATIONS, 'utf8'),
    })
    const gitOps = new GitOps(stage, git, argocd)
    stage.join(gitOps)
    await gitOps.pushed()
    return gitOps
  }

  /** Replaces a file, or with `undefined` removes it, and lets the owner see the commit. */
  async commit(files: { readonly [path: string]: string | undefined }): Promise<void> {
    this.git.commit(files)
    await this.pushed()
  }

  idle(): boolean {
    return this.argocd.idle()
  }

  stop(): void {
    this.argocd.stop()
  }

  private async pushed(): Promise<void> {
    await this.argocd.refresh()
    await this.stage.settle()
  }
}
