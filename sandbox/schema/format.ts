import type { FieldError } from './field-error.ts'
import { inBody } from './path.ts'
import type { Schema, Value } from './schema.ts'

const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const IPV4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}$`)
const isIpv6 = (text: string): boolean => text.includes(':') && URL.canParse(`http://[${text}]/`)

/** The formats that a CRD's strings are checked for; any other word is a remark. */
const FORMATS: { readonly [format: string]: (text: string) => boolean } = {
  'date-time': text =>
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  date: text => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  duration: text =>
    /^[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h|d|w)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h|d|w))*$|^0$/.test(text),
  ipv4: text => IPV4.test(text),
  ipv6: isIpv6,
  cidr: text => /^[^/]+\/\d+$/.test(text) && (IPV4.test(text.split('/')[0]!) || isIpv6(text.split('/')[0]!)),
  mac: text => /^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/.test(text),
  uuid: text => /^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/.test(text),
  uri: text => URL.canParse(text) || /^\/[^\s]*$/.test(text),
  email: text => /^[^@\s]+@[^@\s]+$/.test(text),
  hostname: text => /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*$/.test(text),
  byte: text => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
}

export function formatError({ format, type }: Schema, value: Value, path: string): FieldError[] {
  if (type !== 'string' || !format || typeof value !== 'string' || (FORMATS[format]?.(value) ?? true)) return []
  return [
    {
      type: 'FieldValueTypeInvalid',
      field: path,
      value,
      detail: `${inBody(path)} must be of type ${format}: ${JSON.stringify(value)}`,
    },
  ]
}
