/** What Kubernetes says about names; each rule yields its complaints in Kubernetes' order (apimachinery util/validation 0.34). */
type Complaints = Generator<string, void>

interface Rule {
  readonly says: string
  readonly pattern: string
  readonly examples: readonly string[]
}

const dnsLabel = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const word = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'

const rules = {
  label: {
    says: "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    pattern: dnsLabel,
    examples: ['my-name', '123-abc'],
  },
  subdomain: {
    says: "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    pattern: `${dnsLabel}(\\.${dnsLabel})*`,
    examples: ['example.com'],
  },
  qualified: {
    says: "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    pattern: word,
    examples: ['MyName', 'my.name', '123-abc'],
  },
  labelValue: {
    says: "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    pattern: `(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?`,
    examples: ['MyValue', 'my_value', '12345'],
  },
  environment: {
    says: "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
    pattern: '[-._a-zA-Z][-._a-zA-Z0-9]*',
    examples: ['my.env-name', 'MY_ENV.NAME', 'MyEnvName1'],
  },
  configKey: {
    says: "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    pattern: '[-._a-zA-Z0-9]+',
    examples: ['key.name', 'KEY_NAME', 'key-name'],
  },
  header: {
    says: "a valid HTTP header must consist of alphanumeric characters or '-'",
    pattern: '[-A-Za-z0-9]+',
    examples: ['X-Header-Name'],
  },
} satisfies { readonly [name: string]: Rule }

const matches = (rule: Rule, value: string): boolean => new RegExp(`^(?:${rule.pattern})$`).test(value)

function complaint({ says, pattern, examples }: Rule): string {
  return `${says} (e.g. ${examples.map(example => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`
}

function* checkLength(value: string, limit: number): Complaints {
  if (value.length > limit) yield `must be no more than ${limit} characters`
}

function* checkRule(rule: Rule, value: string): Complaints {
  if (!matches(rule, value)) yield complaint(rule)
}

/** Names of containers, volumes, hosts. */
export function* checkDnsLabel(value: string): Complaints {
  yield* checkLength(value, 63)
  if (matches(rules.label, value)) return
  yield matches(rules.subdomain, value) ? 'must not contain dots' : complaint(rules.label)
}

/** Names of most objects. */
export function* checkDnsSubdomain(value: string): Complaints {
  yield* checkLength(value, 253)
  yield* checkRule(rules.subdomain, value)
}

/** Keys of labels and annotations: `name` or `example.com/name`. */
export function* checkQualifiedName(value: string): Complaints {
  const parts = value.split('/')
  if (parts.length > 2) {
    yield `a qualified name ${complaint(rules.qualified)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`
    return
  }
  const name = parts.at(-1) ?? ''
  if (parts.length === 2) {
    const prefix = parts[0] ?? ''
    if (prefix === '') yield 'prefix part must be non-empty'
    else for (const text of checkDnsSubdomain(prefix)) yield `prefix part ${text}`
  }
  if (name === '') yield 'name part must be non-empty'
  for (const text of checkLength(name, 63)) yield `name part ${text}`
  for (const text of checkRule(rules.qualified, name)) yield `name part ${text}`
}

export function* checkLabelValue(value: string): Complaints {
  yield* checkLength(value, 63)
  yield* checkRule(rules.labelValue, value)
}

export function* checkPortName(value: string): Complaints {
  yield* checkLength(value, 15)
  if (!/^[-a-z0-9]+$/.test(value)) yield 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'
  if (!/[a-z]/.test(value)) yield 'must contain at least one letter (a-z)'
  if (value.includes('--')) yield 'must not contain consecutive hyphens'
  if (/^-|-$/.test(value)) yield 'must not begin or end with a hyphen'
}

export function* checkPortNumber(value: number): Complaints {
  if (value < 1 || value > 65535) yield 'must be between 1 and 65535, inclusive'
}

export function* checkEnvironmentName(value: string): Complaints {
  yield* checkRule(rules.environment, value)
  yield* checkPathLike(value)
}

/** Keys of ConfigMaps and Secrets. */
export function* checkConfigKey(value: string): Complaints {
  yield* checkLength(value, 253)
  yield* checkRule(rules.configKey, value)
  yield* checkPathLike(value)
}

export const checkHeaderName = (value: string): Complaints => checkRule(rules.header, value)

function* checkPathLike(value: string): Complaints {
  if (value === '.') yield "must not be '.'"
  else if (value === '..') yield "must not be '..'"
  else if (value.startsWith('..')) yield "must not start with '..'"
}
