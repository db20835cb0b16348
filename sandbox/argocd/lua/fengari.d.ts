/** What is used of fengari, which ships no types. */
declare module 'fengari' {
  type State = { readonly lua: unique symbol }
  type LuaFunction = (L: State) => number
  type LuaString = Uint8Array

  export const lua: {
    LUA_OK: number
    LUA_MASKCOUNT: number
    LUA_TNIL: number
    LUA_TBOOLEAN: number
    LUA_TNUMBER: number
    LUA_TSTRING: number
    LUA_TTABLE: number
    lua_checkstack(L: State, slots: number): boolean
    lua_close(L: State): void
    lua_concat(L: State, count: number): void
    lua_createtable(L: State, array: number, record: number): void
    lua_error(L: State): number
    lua_getfield(L: State, index: number, key: LuaString): number
    lua_getglobal(L: State, name: LuaString): number
    lua_gettop(L: State): number
    lua_next(L: State, index: number): number
    lua_pcall(L: State, args: number, results: number, handler: number): number
    lua_pop(L: State, count: number): void
    lua_pushboolean(L: State, value: boolean): void
    lua_pushcfunction(L: State, fn: LuaFunction): void
    lua_pushinteger(L: State, value: number): void
    lua_pushnil(L: State): void
    lua_pushnumber(L: State, value: number): void
    lua_pushstring(L: State, value: LuaString): void
    lua_rawlen(L: State, index: number): number
    lua_rawseti(L: State, index: number, position: number): void
    lua_setfield(L: State, index: number, key: LuaString): void
    lua_setglobal(L: State, name: LuaString): void
    lua_settop(L: State, index: number): void
    lua_sethook(L: State, hook: LuaFunction, mask: number, count: number): void
    lua_toboolean(L: State, index: number): boolean
    lua_tojsstring(L: State, index: number): string
    lua_tonumber(L: State, index: number): number
    lua_topointer(L: State, index: number): object
    lua_type(L: State, index: number): number
    lua_typename(L: State, type: number): LuaString
  }
  export const lauxlib: {
    luaL_checkstring(L: State, index: number): LuaString
    luaL_loadbuffer(L: State, source: LuaString, size: null, name: LuaString): number
    luaL_newstate(): State
    luaL_requiref(L: State, name: LuaString, open: LuaFunction, global: number): void
    luaL_where(L: State, level: number): void
  }
  export const lualib: { luaopen_base: LuaFunction; luaopen_package: LuaFunction; luaopen_table: LuaFunction }
  export function to_luastring(text: string): LuaString
  export function to_jsstring(text: LuaString): string
  export type { State }
}
