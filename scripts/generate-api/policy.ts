/** Renders the rules that reject an invalid Rollout at apply time as a ValidatingAdmissionPolicy (Kubernetes 1.30 and later). */
import { stringify } from 'yaml'
import { group, version } from '../../core/api/schema/kinds.ts'
import { specRules, variables } from '../../core/api/schema/rules.ts'

const name = `rollout-spec.${group}`

const header = `# Generated from core/api/schema/rules.ts by scripts/generate-api.ts.
# Optional: rejects invalid Rollouts when they are applied. Without it they are stored, and get the condition InvalidSpec.
`

const policy = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name },
  spec: {
    // What cannot be evaluated is let through: the controller validates in any case.
    failurePolicy: 'Ignore',
    matchConstraints: {
      resourceRules: [
        { apiGroups: [group], apiVersions: [version], operations: ['CREATE', 'UPDATE'], resources: ['rollouts'] },
      ],
    },
    // Labels, annotations and finalizers of an object that is invalid already can still be changed.
    matchConditions: [
      { name: 'spec-changes', expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" },
    ],
    variables: Object.entries(variables).map(([key, expression]) => ({ name: key, expression })),
    validations: specRules.map(({ path, rule, detail }) => ({ expression: rule, message: `${path}: ${detail}` })),
  },
}

const binding = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name },
  spec: { policyName: name, validationActions: ['Deny'] },
}

export function renderPolicy(): string {
  return header + [policy, binding].map(object => stringify(object, { lineWidth: 0 })).join('---\n')
}
