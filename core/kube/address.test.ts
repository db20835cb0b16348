import { isIP } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAddress } from './address.ts'

const parts = ['1', '0', '255', '256', 'ffff', 'g', '12345', '1.2.3.4', '1.2.3.256', ':', '::', ':', '.', '']

test('addresses are those of the platform', () => {
  const text = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.array(fc.constantFrom(...parts), { maxLength: 17 }).map(list => list.join('')),
  )
  fc.assert(
    fc.property(text, address => {
      fc.pre(!/(^|[.:])0\d*\./.test(address))
      expect(isAddress(address)).toBe(isIP(address) !== 0)
    }),
    { numRuns: 5000 },
  )
})

test.each(['::', '::1', '1::', 'fe80::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4', '010.001.2.3'])('%s is one', address =>
  expect(isAddress(address)).toBe(true),
)

test.each([
  '',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7::8',
  '1:2:3:4:5:6:7:8:9',
  'fe80::1%eth0',
  '1.2.3',
  '1.2.3.4::',
  '12345::',
])('"%s" is none', address => expect(isAddress(address)).toBe(false))
