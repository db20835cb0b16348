/** Checks of the names that a pod is given for other machines. */
import { isAddress } from '../../address.ts'
import { type Errors, invalid, required } from '../../field-error.ts'
import { checkDnsSubdomain } from '../../names.ts'
import type { PodSpecView } from './view.ts'

const most = { nameservers: 3, searches: 32, searchText: 2048 }

export function* dnsErrors(path: string, { dnsPolicy, dnsConfig }: PodSpecView): Errors {
  if (dnsPolicy === 'None' && !dnsConfig)
    return yield required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {}
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None'
    return yield required(`${path}.nameservers`, detail)
  }
  if (nameservers.length > most.nameservers) {
    yield invalid(`${path}.nameservers`, nameservers, `must not have more than ${most.nameservers} nameservers`)
  }
  for (const [index, address] of nameservers.entries()) yield* addressErrors(`${path}.nameservers[${index}]`, address)
  if (searches.length > most.searches) {
    yield invalid(`${path}.searches`, searches, `must not have more than ${most.searches} search paths`)
  }
  if (searches.join(' ').length > most.searchText) {
    const detail = `must not have more than ${most.searchText} characters (including spaces) in the search list`
    yield invalid(`${path}.searches`, searches, detail)
  }
  for (const [index, search] of searches.entries()) {
    yield* subdomainErrors(`${path}.searches[${index}]`, search.replace(/\.$/, ''))
  }
  for (const [index, { name }] of options.entries()) {
    if (!name) yield required(`${path}.options[${index}]`, 'must not be empty')
  }
}

export function* hostAliasErrors(path: string, { hostAliases = [] }: PodSpecView): Errors {
  for (const [index, { ip = '', hostnames = [] }] of hostAliases.entries()) {
    yield* addressErrors(`${path}[${index}].ip`, ip)
    for (const [at, name] of hostnames.entries()) yield* subdomainErrors(`${path}[${index}].hostnames[${at}]`, name)
  }
}

function* subdomainErrors(path: string, name: string): Errors {
  for (const text of checkDnsSubdomain(name)) yield invalid(path, name, text)
}

function* addressErrors(path: string, address: string): Errors {
  if (isAddress(address)) return
  yield invalid(path, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')
}
