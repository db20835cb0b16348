import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

const MODULE = join(import.meta.dirname, 'controlplane')
const CACHE = join(import.meta.dirname, '../../.cache/controlplane')
const ROLES = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl']

/** A missing or unfit tool of the machine; the message names the remedy. */
export class ToolMissing extends Error {}

/**
 * The folder with the control plane's programs, in envtest's layout: `KUBEBUILDER_ASSETS` when that is set, else a build of ours.
 * The first build takes some minutes; it is done again only when the module files change. Throws ToolMissing when there is no Go.
 */
export function assets(): string {
  const chosen = process.env.KUBEBUILDER_ASSETS
  if (!chosen) return build()
  if (!existsSync(join(chosen, 'kube-apiserver')))
    throw new ToolMissing(`KUBEBUILDER_ASSETS: there is no kube-apiserver in ${chosen}; unset it to build one`)
  return chosen
}

function build(): string {
  const folder = join(CACHE, fingerprint())
  if (existsSync(folder)) return folder
  requireGo()
  console.error('Building the Kubernetes control plane (some minutes the first time) ...')
  const unfinished = `${folder}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  compile(join(unfinished, 'controlplane'))
  for (const role of ROLES) symlinkSync('controlplane', join(unfinished, role))
  for (const older of readdirSync(CACHE)) if (!older.includes('.')) rmSync(join(CACHE, older), { recursive: true })
  renameSync(unfinished, folder)
  return folder
}

function compile(output: string): void {
  // Kubernetes' modules carry no version number of their own: releases are stamped when linked.
  const [, minor, patch] = /k8s\.io\/kubernetes v1\.(\d+)\.(\d+)/.exec(moduleFile('go.mod'))!
  const version = 'k8s.io/component-base/version'
  const stamps = { gitVersion: `v1.${minor}.${patch}`, gitMajor: '1', gitMinor: minor }
  const flags = Object.entries(stamps).map(([name, value]) => `-X ${version}.${name}=${value}`)
  const args = ['build', '-buildvcs=false', '-ldflags', ['-s -w', ...flags].join(' '), '-o', output, '.']
  const { status } = spawnSync('go', args, { cwd: MODULE, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new ToolMissing('the control plane could not be built: see the lines of `go build` above')
}

function requireGo(): void {
  if (spawnSync('go', ['version']).status === 0) return
  throw new ToolMissing(
    'The real cluster is built with Go and there is no `go` on PATH. Install Go 1.25 or newer (https://go.dev/dl), ' +
      'or point KUBEBUILDER_ASSETS at a folder with etcd, kube-apiserver and kube-controller-manager, ' +
      'or choose a running cluster with KUBECONFIG and --existing.',
  )
}

function fingerprint(): string {
  const hash = createHash('sha256').update(process.arch)
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(moduleFile(file))
  return hash.digest('hex').slice(0, 16)
}

const moduleFile = (name: string) => readFileSync(join(MODULE, name), 'utf8')
