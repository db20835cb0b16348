/** The page and its files, with the headers of argocd-server. */
import { existsSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { answerText, send } from './answer.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'application/javascript',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const pageHeaders = {
  'Cache-Control': 'no-cache, private, max-age=0',
  'Content-Security-Policy': "frame-ancestors 'self';",
  'X-Frame-Options': 'sameorigin',
  Vary: 'Accept-Encoding',
}

/** A path without an extension is a view of the page, which routes by itself. */
export function answerFile(response: ServerResponse, folder: string, path: string): void {
  const extension = extname(path) || '.html'
  const file = join(folder, extension === '.html' ? 'index.html' : normalize(path))
  if (!file.startsWith(folder) || !existsSync(file)) {
    answerText(response, 404, 'Not Found')
    return
  }
  const headers = extension === '.html' ? pageHeaders : {}
  send(
    response,
    200,
    { 'Content-Type': types[extension] ?? 'application/octet-stream', ...headers },
    readFileSync(file),
  )
}
