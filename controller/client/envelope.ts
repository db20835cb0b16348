/** How the API server wraps what it sends as protobuf: `application/vnd.kubernetes.protobuf` in Kubernetes' API concepts. */
import type { KubeObject } from './object.ts'
import { list, message, type Read, raw, text } from './protobuf.ts'

/** Asks for it; a server that has only JSON answers in JSON. */
export const acceptProtobuf = 'application/vnd.kubernetes.protobuf,application/json'

export const isProtobuf = (contentType = ''): boolean => contentType.startsWith('application/vnd.kubernetes.protobuf')

/** metav1.Status, as far as ApiError reads it. */
const status = message<{ message: string; reason: string; details: object; code: number }>({
  message: [3, text],
  reason: [4, text],
  details: [5, message<{ causes: object[] }>({ causes: [4, list(message<{ field: string }>({ field: [3, text] }))] })],
  code: [6],
})

const unknown = message<{ typeMeta?: { kind?: string }; raw?: Buffer }>({
  typeMeta: [1, message<{ kind?: string }>({ kind: [2, text] })],
  raw: [2, raw],
})

const watchEvent = message<{ type: string; object: { raw: Buffer } }>({
  type: [1, text],
  object: [2, message<{ raw: Buffer }>({ raw: [1, raw] })],
})

/** Before every object: `k8s` and a zero. */
const magic = 4

/** An object of the kind that `read` knows, or the Status that came in its place. */
function readObject(bytes: Buffer, read: Read): KubeObject {
  const { typeMeta, raw: body = Buffer.alloc(0) } = unknown(bytes, magic, bytes.length)
  return (typeMeta?.kind === 'Status' ? status : read)(body, 0, body.length) as KubeObject
}

export function readStatus(bytes: Buffer): object {
  return readObject(bytes, status)
}

/** One frame of a watch. */
export function readWatchEvent(bytes: Buffer, read: Read): { readonly type: string; readonly object: KubeObject } {
  const { type, object } = watchEvent(bytes, 0, bytes.length)
  return { type, object: readObject(object.raw, read) }
}
