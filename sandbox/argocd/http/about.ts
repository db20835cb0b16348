/** What the server says of itself. The version is the one whose behaviour the stand-in follows; its build fields name the stand-in. */
import { controlNamespace } from '../application/definition.ts'

export const version = {
  Version: 'v3.5.1+slipway',
  BuildDate: '1970-01-01T00:00:00Z',
  GitCommit: '',
  GitTreeState: 'clean',
  GoVersion: '',
  Compiler: '',
  Platform: `${process.platform}/${process.arch}`,
  KustomizeVersion: '',
  HelmVersion: '',
  JsonnetVersion: '',
}

export const settings = {
  url: '',
  appLabelKey: 'app.kubernetes.io/instance',
  resourceOverrides: {},
  googleAnalytics: { anonymizeUsers: true },
  kustomizeOptions: { BuildOptions: '', BinaryPath: '', Versions: null },
  help: {},
  trackingMethod: 'annotation',
  controllerNamespace: controlNamespace,
  syncWithReplaceAllowed: true,
}
