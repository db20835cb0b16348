import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { stringify as stringifyYaml } from 'yaml'
import type { Answer } from './call.ts'
import { accepted } from './read/accept.ts'
import { answerText } from './read/text.ts'

const compress = promisify(gzip)
/** Shorter answers are not compressed, as by a real server. */
const GZIP_FROM = 128 * 1024

type Plain = Exclude<Answer, { stream: unknown }>

/** Writes an answer: JSON, YAML when that is what the client asked for first, gzip when it is long and the client can read it. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Plain,
  warnings: readonly string[],
): Promise<void> {
  const { text, contentType } = rendered(request, answer)
  const zipped = text.length >= GZIP_FROM && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const bytes = zipped ? await compress(text, { level: 1 }) : Buffer.from(text)
  response.writeHead(answer.code, {
    ...headersFor(answer, warnings),
    'content-type': contentType,
    'content-length': bytes.length,
    ...(zipped && { 'content-encoding': 'gzip', vary: 'Accept-Encoding' }),
  })
  response.end(bytes)
}

function rendered(request: IncomingMessage, answer: Plain): { text: string; contentType: string } {
  if ('text' in answer) return answer
  if (wantsYaml(request.headers.accept)) return { text: stringifyYaml(answer.object), contentType: 'application/yaml' }
  return { text: answerText(answer.object), contentType: 'application/json' }
}

function headersFor(answer: Plain, warnings: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {
    'cache-control': 'no-cache, private',
    ...('text' in answer ? answer.headers : {}),
  }
  if (warnings.length > 0) headers.warning = warnings.map(warning => `299 - ${JSON.stringify(warning)}`)
  const seconds =
    'object' in answer && answer.object.kind === 'Status' ? answer.object.details?.retryAfterSeconds : undefined
  if (seconds !== undefined) headers['retry-after'] = String(seconds)
  // What is left of a body that was not read must not be taken for the next request.
  if (answer.code === 413) headers.connection = 'close'
  return headers
}

/** An error answers in JSON whatever the client accepts. */
function wantsYaml(header: string | undefined): boolean {
  try {
    return accepted(header).yaml
  } catch {
    return false
  }
}
