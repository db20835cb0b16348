/** Whether a text is an IP address as Kubernetes reads them in Pods: IPv4 with leading zeros if need be, IPv6 without a zone. */
export const isAddress = (text: string): boolean => (text.includes(':') ? isIpv6(text) : isIpv4(text))

function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every(part => /^\d+$/.test(part) && Number(part) <= 255)
}

/** Eight groups; `::`, once, stands for one or more of them, and the last two may be written as IPv4. */
function isIpv6(text: string): boolean {
  const sides = text.split('::')
  const groups = sides.flatMap(side => (side === '' ? [] : side.split(':')))
  const tail = groups.at(-1)?.includes('.') ? groups.pop()! : undefined
  if (tail !== undefined && (!text.endsWith(tail) || !isIpv4(tail))) return false
  const count = groups.length + (tail === undefined ? 0 : 2)
  const isFull = sides.length === 1 ? count === 8 : sides.length === 2 && count < 8
  return isFull && groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))
}
