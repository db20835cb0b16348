import { describe, expect, test } from 'vitest'
import { canonicalQuantity, parseQuantity, quantitiesEqual } from './quantity.ts'

/** As a Kubernetes 1.34 API server stored them (emptyDir.sizeLimit). */
const stored: { readonly [written: string]: string } = {
  '0': '0',
  '1': '1',
  '1000': '1k',
  '1023': '1023',
  '1000000': '1M',
  '128974848': '128974848',
  '1.5': '1500m',
  '1.500': '1.500',
  '0.500': '500m',
  '1.250': '1.250',
  '100m': '100m',
  '2000m': '2',
  '0.15': '150m',
  '1e3': '1e3',
  '1E3': '1E3',
  '1e-1': '100e-3',
  '12e6': '12e6',
  '1.5e3': '1500',
  '1000k': '1M',
  '1024Mi': '1Gi',
  '1Gi': '1Gi',
  '0.5Gi': '512Mi',
  '1.5Gi': '1536Mi',
  '1.5Ki': '1536',
  '1023Ki': '1023Ki',
  '1025Ki': '1025Ki',
  '05Mi': '05Mi',
  '+5Mi': '+5Mi',
  '+5': '+5',
  '007': '007',
  '1n': '1n',
  '0.1n': '1n',
  '1.1n': '2n',
  '999999999999999999': '999999999999999999',
  '9223372036854775807': '9223372036854775807',
  '9223372036854775808': '9223372036854775808',
  '100E': '100E',
  '1000E': '1',
  '8Ei': '9223372036854775807',
  '16Ei': '9223372036854775807',
  '0.1Ki': '102400m',
  '0.001Ki': '1024m',
  '1.': '1.',
  '.5': '500m',
  '1.G': '1.G',
  '129e6': '129e6',
  '129M': '129M',
  '123Mi': '123Mi',
  '0m': '0',
  '0.0': '0',
  '00': '0',
  '1e0': '1e0',
  '1e21': '1e21',
  '1000Ki': '1000Ki',
  '2048Ki': '2Mi',
  '3Ki': '3Ki',
  '8Ki': '8Ki',
  '0.0001Mi': '104857600u',
  '1u': '1u',
  '1500u': '1500u',
  '0.3Gi': '322122547200m',
  '1.1Gi': '1181116006400m',
  '1e-3': '1e-3',
  '1.000000000000000001': '1000000001n',
  '123456789012345678901': '123456789012345678901',
  '1.5E': '1500P',
  '15e-1': '1500e-3',
  '1000m': '1',
  '1001m': '1001m',
  '1.2345678901m': '1234568n',
  '1Pi': '1Pi',
  '7Pi': '7Pi',
  '9Pi': '9Pi',
  '1e10': '10e9',
  '10e9': '10e9',
  '010': '010',
  '1.50': '1500m',
  '12.340': '12.340',
  '1e-9': '1e-9',
  '5e-10': '1e-9',
}

describe('canonical text', () => {
  test.each(Object.entries(stored))('%s is stored as %s', (written, text) => {
    expect(canonicalQuantity(written)).toBe(text)
  })
  test('a number stands for its text', () => expect(canonicalQuantity(0.25)).toBe('250m'))
})

test.each(['', 'abc', '1KB', '1i', '1mi', '1 Gi', '1e', '1ee3', '--1', '1.2.3'])('%j is no quantity', text => {
  expect(parseQuantity(text)).toBeUndefined()
  expect(canonicalQuantity(text)).toBe(text)
})

describe('equality', () => {
  test('by value, however written', () => {
    expect(quantitiesEqual('1Gi', '1073741824')).toBe(true)
    expect(quantitiesEqual('0.1', '100m')).toBe(true)
    expect(quantitiesEqual('1e3', '1k')).toBe(true)
  })
  test('other values differ', () => expect(quantitiesEqual('1G', '1Gi')).toBe(false))
  test('texts that are none are compared as texts', () => expect(quantitiesEqual('x', 'x')).toBe(true))
})
