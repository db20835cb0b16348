/**
 * Runs one Lua script as Argo CD does: a fresh state, the base and table libraries, `require("os")` with two functions, nothing else,
 * and one second. The engine is fengari (5.3 with 32-bit integers), so the names that only Lua 5.1 has are added.
 */
import { lauxlib, lua, lualib, type State, to_jsstring, to_luastring } from 'fengari'
import type { Json } from '../../api.ts'
import { pull, push } from './json.ts'
import { openOs } from './os.ts'

/** A script that could not be compiled, failed, ran out of time or returned what has no JSON form. The message is Lua's own. */
export class LuaError extends Error {}

export interface Globals {
  readonly obj: Json
  readonly actionParams?: Readonly<Record<string, string>>
}

const limitMs = 1000
const shims = `
unpack = table.unpack
loadstring = load
table.getn = function(t) return #t end
table.maxn = function(t) local n = 0; for k in next, t do if type(k) == "number" and k > n then n = k end end; return n end
for _, name in next, { "pack", "unpack", "move" } do table[name] = nil end
utf8 = nil
`

/** Returns the last value that the script returned. `now`: milliseconds, for os.time and os.date. */
export function runLua(script: string, globals: Globals, now: number): Json {
  const L = lauxlib.luaL_newstate()
  try {
    openLibraries(L, now)
    setGlobal(L, 'obj', globals.obj)
    setGlobal(L, 'actionParams', { ...globals.actionParams })
    limitTime(L)
    execute(L, script)
    return lua.lua_gettop(L) === 0 ? null : pullResult(L)
  } finally {
    lua.lua_close(L)
  }
}

function openLibraries(L: State, now: number): void {
  const libraries = { _G: lualib.luaopen_base, package: lualib.luaopen_package, table: lualib.luaopen_table }
  for (const [name, open] of Object.entries(libraries)) lauxlib.luaL_requiref(L, to_luastring(name), open, 1)
  lua.lua_settop(L, 0)
  openOs(L, now)
  execute(L, shims)
}

function setGlobal(L: State, name: string, value: Json): void {
  push(L, value)
  lua.lua_setglobal(L, to_luastring(name))
}

/** After the deadline every instruction fails, so that a `pcall` in a loop cannot hold on. */
function limitTime(L: State): void {
  const deadline = performance.now() + limitMs
  const hook = (): number => {
    if (performance.now() < deadline) return 0
    lua.lua_sethook(L, hook, lua.LUA_MASKCOUNT, 1)
    lauxlib.luaL_where(L, 0)
    lua.lua_pushstring(L, to_luastring('context deadline exceeded'))
    lua.lua_concat(L, 2)
    return lua.lua_error(L)
  }
  lua.lua_sethook(L, hook, lua.LUA_MASKCOUNT, 10_000)
}

function execute(L: State, script: string): void {
  const loaded = lauxlib.luaL_loadbuffer(L, to_luastring(script), null, to_luastring('=<string>'))
  if (loaded !== lua.LUA_OK || lua.lua_pcall(L, 0, -1, 0) !== lua.LUA_OK) throw new LuaError(errorText(L))
}

function errorText(L: State): string {
  if (lua.lua_type(L, -1) === lua.LUA_TSTRING) return lua.lua_tojsstring(L, -1)
  return `(error object is a ${to_jsstring(lua.lua_typename(L, lua.lua_type(L, -1)))} value)`
}

function pullResult(L: State): Json {
  try {
    return pull(L)
  } catch (error) {
    throw new LuaError((error as Error).message)
  }
}
