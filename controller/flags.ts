/** The command line: upstream's flags with upstream's defaults (contract rollout 11.7), so that its manifests start this controller too. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { version } from './version.ts'

export interface Flags {
  readonly rolloutResync: number
  readonly namespaced: boolean
  readonly loglevel: string
  readonly logformat: string
  readonly metricsPort: number
  readonly healthzPort: number
  readonly bindAddress: string
  readonly instanceId: string
  readonly qps?: number
  readonly burst?: number
  readonly rolloutThreads: number
  readonly serviceThreads: number
  readonly leaderElect: boolean
  readonly leaderElectionLeaseDuration: number
  readonly leaderElectionRenewDeadline: number
  readonly leaderElectionRetryPeriod: number
  readonly kubeconfig?: string
  readonly context?: string
  readonly cluster?: string
  readonly user?: string
  readonly namespace?: string
  readonly server?: string
  readonly token?: string
  readonly as?: string
  readonly insecureSkipTlsVerify?: boolean
  readonly certificateAuthority?: string
}

/** Flags of upstream's that this controller reads and does not act on, with their defaults. Saying so beats a silent difference. */
const accepted: readonly (readonly [flag: string, fallback: string])[] = [
  ['--kloglevel <n>', '0'],
  ['--experiment-threads <n>', '10'],
  ['--analysis-threads <n>', '30'],
  ['--ingress-threads <n>', '10'],
  ['--ephemeral-metadata-threads <n>', '10'],
  ['--ephemeral-metadata-update-pod-retries <n>', '3'],
  ['--aws-target-group-binding-api-version <version>', 'elbv2.k8s.aws/v1beta1'],
  ['--alb-tag-key-resource-id <key>', 'ingress.k8s.aws/resource'],
  ['--istio-api-version <version>', 'v1alpha3'],
  ['--ambassador-api-version <version>', 'getambassador.io/v2'],
  ['--traffic-split-api-version <version>', 'v1alpha1'],
  ['--traefik-api-group <group>', 'traefik.io'],
  ['--traefik-api-version <version>', 'traefik.io/v1alpha1'],
  ['--ingress-api-version <version>', ''],
  ['--appmesh-crd-version <version>', 'v1beta2'],
  ['--alb-ingress-classes <class...>', 'alb'],
  ['--nginx-ingress-classes <class...>', 'nginx'],
  ['--aws-verify-target-group [bool]', 'false'],
  ['--alb-verify-weight [bool]', 'false'],
  ['--self-service-notification-enabled [bool]', 'false'],
  ['--controllers <names>', ''],
  ['--enable-pprof-address <address>', ''],
  ['--request-timeout <duration>', '0'],
]

/** Reads the arguments. Ends the process with a message for an unknown flag or a value that cannot be read. `ignored` are the flags to warn about. */
export function parseFlags(args: readonly string[]): { readonly flags: Flags; readonly ignored: readonly string[] } {
  const command = new Command('slipway-controller')
    .description('Progressive delivery for Kubernetes: serves Rollouts of argoproj.io/v1alpha1')
    .version(version, '--version', 'print the version')
    .allowExcessArguments(false)
  addController(command)
  addLeaderElection(command)
  addConnection(command)
  for (const [flag, fallback] of accepted)
    command.addOption(new Option(flag, `accepted, without effect (default: ${JSON.stringify(fallback)})`))
  command.parse(args, { from: 'user' })
  const values = command.opts<Flags & { readonly metricsport?: number }>()
  const ignored = command.options
    .filter(
      option =>
        accepted.some(([flag]) => flag === option.flags) &&
        command.getOptionValueSource(option.attributeName()) === 'cli',
    )
    .map(option => option.long!)
  return { flags: { ...values, metricsPort: values.metricsport ?? values.metricsPort }, ignored }
}

function addController(command: Command): void {
  command
    .option('--rollout-resync <seconds>', 'look at every Rollout again after this many seconds', count, 900)
    .option('--namespaced [bool]', 'watch only the namespace of the kubeconfig or pod', bool, false)
    .option('--loglevel <level>', 'debug, info, warn or error', 'info')
    .option('--logformat <format>', 'text or json', 'text')
    .option('--metricsPort <port>', 'port of /metrics', count, 8090)
    .option('--healthzPort <port>', 'port of /healthz', count, 8080)
    .option('--bind-address <address>', 'address that these ports listen on', '127.0.0.1')
    .option(
      '--instance-id <id>',
      'serve the Rollouts that carry this id in label argo-rollouts.argoproj.io/controller-instance-id',
      '',
    )
    .option('--qps <n>', 'requests a second to the API server; without it the API server sets the pace', count)
    .option('--burst <n>', 'requests at once above --qps', count)
    .option('--rollout-threads <n>', 'Rollouts worked on at once', count, 10)
    .option('--service-threads <n>', 'Services worked on at once', count, 10)
    .addOption(new Option('--metricsport <port>', 'same as --metricsPort').argParser(count).hideHelp())
}

function addLeaderElection(command: Command): void {
  command
    .option(
      '--leader-elect [bool]',
      'act only while holding the Lease that all controllers of this kind share',
      bool,
      true,
    )
    .option('--leader-election-lease-duration <duration>', 'how long others wait for a silent leader', duration, 15_000)
    .option('--leader-election-renew-deadline <duration>', 'how long a leader acts without renewing', duration, 10_000)
    .option('--leader-election-retry-period <duration>', 'time between two tries', duration, 2_000)
}

function addConnection(command: Command): void {
  command
    .option(
      '--kubeconfig <file>',
      'kubeconfig file; without it $KUBECONFIG, ~/.kube/config, or the service account of the pod',
    )
    .option('--context <name>', 'context of the kubeconfig')
    .option('--cluster <name>', 'cluster of the kubeconfig')
    .option('--user <name>', 'user of the kubeconfig')
    .option('-n, --namespace <name>', 'namespace to use with --namespaced')
    .option('-s, --server <url>', 'address of the API server')
    .option('--token <token>', 'bearer token')
    .option('--as <name>', 'user to impersonate')
    .option('--insecure-skip-tls-verify [bool]', 'do not check the certificate of the server', bool)
    .option('--certificate-authority <file>', 'certificate authority of the server')
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It has to be a number of 0 or more.')
  return Number(text)
}

function bool(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new InvalidArgumentError('It has to be true or false.')
  return text === 'true'
}

const units: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Go's durations as these flags use them: 15s, 1m30s, 500ms. In milliseconds. */
function duration(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text))
    throw new InvalidArgumentError('It has to be a duration such as 15s or 1m30s.')
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)
  return [...parts].reduce((sum, [, number, unit]) => sum + Number(number) * units[unit!]!, 0)
}
