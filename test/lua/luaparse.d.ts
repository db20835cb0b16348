/** What is used of luaparse, which ships no types. */
declare module 'luaparse' {
  export function parse(source: string, options: { luaVersion: '5.1'; scope: boolean }): { globals: { name: string }[] }
}
