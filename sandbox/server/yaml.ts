import { parse, type ScalarTag, type Tags } from 'yaml'

/**
 * The JSON value of a YAML text, read as the real server reads it: YAML 1.1 with its yes and no, but `y` and `n` are text, as are dates, times such
 * as 12:30 and everything else that JSON has no word for.
 */
export function parseYaml(text: string): unknown {
  return parse(text, { version: '1.1', customTags })
}

const NOT_JSON = /:(timestamp|binary|omap|pairs|set)$/

function customTags(tags: Tags): Tags {
  return tags.filter(tag => typeof tag === 'string' || !isForeign(tag as ScalarTag)).map(tag => withoutLetters(tag))
}

const isForeign = ({ tag, format }: ScalarTag): boolean => NOT_JSON.test(tag) || format === 'TIME'

/** A boolean is a word, not a letter. */
function withoutLetters(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:bool') return tag
  const scalar = tag as ScalarTag
  return { ...scalar, test: new RegExp(`(?=^..)${scalar.test!.source}`) }
}
