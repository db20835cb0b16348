/**
 * Writes `sandbox/kinds/definitions.json` from a running API server's `/openapi/v3`: the structure of the built-in kinds that the sandbox
 * serves (names, types, formats, defaults, required fields, list and map types, patch keys), without its prose.
 *
 *     node scripts/generate-kinds.ts --server https://127.0.0.1:6443 --token TOKEN
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Agent, request } from 'undici'
import { reachableDefinitions } from './generate-kinds/reachable.ts'
import { structureOf } from './generate-kinds/structure.ts'

const GROUP_VERSIONS = [
  'api/v1',
  'apis/apps/v1',
  'apis/apiextensions.k8s.io/v1',
  'apis/authentication.k8s.io/v1',
  'apis/authorization.k8s.io/v1',
  'apis/autoscaling/v1',
  'apis/autoscaling/v2',
  'apis/batch/v1',
  'apis/coordination.k8s.io/v1',
  'apis/discovery.k8s.io/v1',
  'apis/events.k8s.io/v1',
  'apis/networking.k8s.io/v1',
  'apis/policy/v1',
  'apis/rbac.authorization.k8s.io/v1',
]

/** The kinds that the sandbox stores, and those that clients only send. */
const ROOTS = [
  'core.v1.Namespace core.v1.Node core.v1.Pod core.v1.Service core.v1.Endpoints core.v1.ConfigMap core.v1.Secret core.v1.ServiceAccount',
  'core.v1.Event core.v1.PodTemplate core.v1.PersistentVolumeClaim core.v1.Binding',
  'apps.v1.Deployment apps.v1.ReplicaSet apps.v1.StatefulSet apps.v1.DaemonSet batch.v1.Job',
  'autoscaling.v1.Scale autoscaling.v2.HorizontalPodAutoscaler coordination.v1.Lease discovery.v1.EndpointSlice events.v1.Event',
  'networking.v1.Ingress policy.v1.PodDisruptionBudget policy.v1.Eviction',
  'rbac.v1.Role rbac.v1.ClusterRole rbac.v1.RoleBinding rbac.v1.ClusterRoleBinding authentication.v1.TokenReview authentication.v1.TokenRequest',
  'authentication.v1.SelfSubjectReview authorization.v1.SubjectAccessReview authorization.v1.SelfSubjectAccessReview',
  'authorization.v1.LocalSubjectAccessReview authorization.v1.SelfSubjectRulesReview',
]
  .join(' ')
  .split(' ')
  .map(name => `io.k8s.api.${name}`)
  .concat(
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
    'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
    'io.k8s.apimachinery.pkg.apis.meta.v1.Status',
  )

const { values } = parseArgs({ options: { server: { type: 'string' }, token: { type: 'string' } } })
if (!values.server)
  throw new Error('--server is missing: the URL of a running API server, such as https://127.0.0.1:6443')
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } })
const headers = { authorization: `Bearer ${values.token ?? ''}` }

const published: { [name: string]: object } = {}
for (const groupVersion of GROUP_VERSIONS) {
  const answer = await request(`${values.server}/openapi/v3/${groupVersion}`, { dispatcher, headers })
  if (answer.statusCode !== 200)
    throw new Error(`/openapi/v3/${groupVersion}: HTTP ${answer.statusCode} ${await answer.body.text()}`)
  const document = (await answer.body.json()) as { components: { schemas: { [name: string]: object } } }
  for (const [name, schema] of Object.entries(document.components.schemas)) published[name] = structureOf(schema)
}

const definitions = reachableDefinitions(published, ROOTS)
const lines = definitions.map(([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`)
const file = new URL('../sandbox/kinds/definitions.json', import.meta.url)
writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
console.log(`${definitions.length} definitions in ${file.pathname}`)
