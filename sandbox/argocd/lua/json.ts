/** How JSON enters and leaves a script: Argo CD's rules, which differ from the obvious at nulls, empty tables and shared tables. */
import { lua, type State, to_jsstring, to_luastring } from 'fengari'
import type { Json } from '../../api.ts'

/** A level of nesting holds a table, a key and a value on Lua's stack, which does not grow by itself. */
const slotsPerLevel = 4

/** Pushes one value. Null members vanish, null items are dropped and later ones move up, whole numbers of 31 bits stay whole. */
export function push(L: State, value: Json | undefined): void {
  if (value === null || value === undefined) lua.lua_pushnil(L)
  else if (typeof value === 'string') lua.lua_pushstring(L, to_luastring(value))
  else if (typeof value === 'boolean') lua.lua_pushboolean(L, value)
  else if (typeof value === 'number') pushNumber(L, value)
  else if (Array.isArray(value)) pushArray(L, value)
  else pushObject(L, value)
}

function pushNumber(L: State, value: number): void {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) lua.lua_pushinteger(L, value)
  else lua.lua_pushnumber(L, value)
}

function pushArray(L: State, items: Json[]): void {
  const kept = items.filter(item => item !== null)
  lua.lua_checkstack(L, slotsPerLevel)
  lua.lua_createtable(L, kept.length, 0)
  kept.forEach((item, index) => {
    push(L, item)
    lua.lua_rawseti(L, -2, index + 1)
  })
}

function pushObject(L: State, object: { [key: string]: Json }): void {
  lua.lua_checkstack(L, slotsPerLevel)
  lua.lua_createtable(L, 0, 0)
  for (const [key, value] of Object.entries(object)) {
    if (value === null) continue
    push(L, value)
    lua.lua_setfield(L, -2, to_luastring(key))
  }
}

/** The value at the top of the stack. Throws what gopher-json says of tables that have no JSON form. */
export function pull(L: State, seen: Set<object> = new Set()): Json {
  const type = lua.lua_type(L, -1)
  if (type === lua.LUA_TNIL) return null
  if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(L, -1)
  if (type === lua.LUA_TNUMBER) return pullNumber(L)
  if (type === lua.LUA_TSTRING) return lua.lua_tojsstring(L, -1)
  if (type === lua.LUA_TTABLE) return pullTable(L, seen)
  throw new Error(`cannot encode ${to_jsstring(lua.lua_typename(L, type))} to JSON`)
}

function pullNumber(L: State): number {
  const value = lua.lua_tonumber(L, -1)
  if (!Number.isFinite(value)) throw new Error(`json: unsupported value: ${value}`)
  return value
}

function pullTable(L: State, seen: Set<object>): Json {
  const identity = lua.lua_topointer(L, -1)
  if (seen.has(identity)) throw new Error('cannot encode recursively nested tables to JSON')
  seen.add(identity)
  const entries: [string | number, Json][] = []
  lua.lua_checkstack(L, slotsPerLevel)
  lua.lua_pushnil(L)
  while (lua.lua_next(L, -2)) {
    const numeric = lua.lua_type(L, -2) === lua.LUA_TNUMBER
    const key = numeric ? lua.lua_tonumber(L, -2) : textKey(L)
    entries.push([key, pull(L, seen)])
    lua.lua_pop(L, 1)
  }
  return fromEntries(entries)
}

const mixed = 'cannot encode mixed or invalid key types'

function textKey(L: State): string {
  if (lua.lua_type(L, -2) !== lua.LUA_TSTRING) throw new Error(mixed)
  return lua.lua_tojsstring(L, -2)
}

/** An empty table is a list: whoever needs an empty map has to know the place (see `restoreEmptyMaps`). */
function fromEntries(entries: [string | number, Json][]): Json {
  const kind = typeof entries[0]?.[0]
  if (entries.some(([key]) => typeof key !== kind)) throw new Error(mixed)
  if (kind === 'string') return Object.fromEntries(entries)
  const items: Json[] = new Array(entries.length)
  for (const [key, value] of entries) {
    if (!Number.isInteger(key) || Number(key) < 1 || Number(key) > entries.length)
      throw new Error('cannot encode sparse array')
    items[Number(key) - 1] = value
  }
  return items
}
