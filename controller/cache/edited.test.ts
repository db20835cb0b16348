import { expect, test } from 'vitest'
import { isTemplateEdited } from './edited.ts'

const pods = { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': {} } } } }
const size = { 'f:spec': { 'f:replicas': {} } }
const labels = { 'f:spec': { 'f:template': { 'f:metadata': { 'f:labels': {} } } } }

test.each<[string, [string, object][] | undefined, boolean]>([
  ['nothing is known', undefined, false],
  ['its creator alone has written the pods', [['slipway-controller', pods]], false],
  ['a restored one', [['velero', pods]], false],
  [
    'another one has written the pods',
    [
      ['slipway-controller', pods],
      ['kubectl-edit', pods],
    ],
    true,
  ],
  [
    'another one has scaled it',
    [
      ['rollouts-controller', pods],
      ['kubectl-scale', size],
    ],
    false,
  ],
  [
    'another one has written labels',
    [
      ['rollouts-controller', pods],
      ['kubectl-label', labels],
    ],
    false,
  ],
  [
    'a controller has taken over from another',
    [
      ['rollouts-controller', pods],
      ['slipway-controller', pods],
    ],
    false,
  ],
])('a template of which %s (A2)', (_, managed, isEdited) => {
  const entries = managed?.map(([manager, fieldsV1]) => ({ manager, fieldsV1: { ...fieldsV1 } }))
  expect(isTemplateEdited(entries)).toBe(isEdited)
})
