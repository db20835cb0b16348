/**
 * The second engine for Argo CD's scripts: the real PUC Lua 5.1, restricted to what Argo CD opens. It agrees with gopher-lua where fengari (5.3)
 * does not: numbers in text, `unpack`, no `//` or `&`.
 */

import { lauxlib, lua, lualib } from 'lua-wasm-bindings/dist/lua.51.js'
import { LUA_OK, type LuaState } from 'lua-wasm-bindings/dist/lua.js'
import type { Json } from '../../sandbox/api.ts'
import { type Globals, LuaError } from '../../sandbox/argocd/lua/run.ts'

/** Keeps what the harness needs, then takes away what Argo CD does not give; the string metatable goes with the string library. */
const prelude = `
local format, gsub, concat, kind, each, text = string.format, string.gsub, table.concat, type, pairs, tostring
local bytes, now = string.byte, NOW
local function quote(s)
  return '"' .. gsub(s, '[%c"\\\\]', function(c) return format('\\\\u%04x', bytes(c)) end) .. '"'
end
local function encode(value)
  if kind(value) == 'string' then return quote(value) end
  if kind(value) ~= 'table' then return value == nil and 'null' or text(value) end
  local parts, list = {}, #value > 0 or next(value) == nil
  for key, item in each(value) do
    parts[#parts + 1] = list and encode(item) or quote(key) .. ':' .. encode(item)
  end
  return (list and '[' or '{') .. concat(parts, ',') .. (list and ']' or '}')
end
local load, fail, protect, date = loadstring, error, xpcall, os.date
getmetatable('').__index = nil
package.preload.os = function() return { time = function() return now end, date = function(f) return date(f, now) end } end
package.loaded.os = nil
string, math, io, os, debug, coroutine = nil
function RUN(script)
  local compiled, problem = load(script, '=<string>')
  if not compiled then return 'error:' .. problem end
  local ok, value = protect(compiled, function(e) return e end)
  return ok and 'value:' .. encode(value) or 'error:' .. text(value)
end
`

const literalText = (text: string) => `"${text.replace(/["\\\n\r]/g, c => `\\${c.charCodeAt(0)}`)}"`

/** JSON as a Lua expression; null members and items vanish as in Argo CD. */
function literal(value: Json): string {
  if (typeof value === 'string') return literalText(value)
  if (value === null || typeof value !== 'object') return value === null ? 'nil' : String(value)
  if (Array.isArray(value)) return `{${value.filter(item => item !== null).map(literal)}}`
  const members = Object.entries(value).filter(([, item]) => item !== null)
  return `{${members.map(([key, item]) => `[${literalText(key)}]=${literal(item)}`)}}`
}

function call(L: LuaState, source: string): string {
  if (lauxlib.luaL_loadstring(L, source) !== LUA_OK || lua.lua_pcall(L, 0, 1, 0) !== LUA_OK)
    throw new Error(lua.lua_tostring(L, -1))
  return lua.lua_tostring(L, -1)
}

/** The same contract as the stand-in's `runLua`. */
export function runLua51(script: string, { obj, actionParams }: Globals, now: number): Json {
  const L = lauxlib.luaL_newstate()
  try {
    lualib.luaL_openlibs(L)
    call(L, `NOW = ${Math.floor(now / 1000)}; ${prelude}`)
    call(L, `NOW = nil; obj = ${literal(obj)}; actionParams = ${literal({ ...actionParams })}; return ''`)
    const answer = call(L, `local run = RUN; RUN = nil; return run(${literalText(script)})`)
    if (answer.startsWith('error:')) throw new LuaError(answer.slice('error:'.length))
    return JSON.parse(answer.slice('value:'.length)) as Json
  } finally {
    lua.lua_close(L)
  }
}
