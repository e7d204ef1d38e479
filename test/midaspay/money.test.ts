import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCIES } from '../../src/domain/money/currencies.ts';
import { minorDigits } from '../../src/domain/money/money.ts';
import { decimalOf, minorOf, rateOf } from '../../src/platforms/midaspay/money.ts';

describe('decimalOf and minorOf', () => {
  it.each([
    [110, 'USD', '1.10'],
    [5, 'USD', '0.05'],
    [0, 'USD', '0.00'],
    [110, 'JPY', '110'],
    [0, 'JPY', '0'],
    [1234, 'KWD', '1.234'],
    [Number.MAX_SAFE_INTEGER, 'USD', '90071992547409.91'],
  ])('%i minor units of %s are written %s, and read back', (minor, currency, text) => {
    expect(decimalOf(minor, currency)).toBe(text);
    expect(minorOf(text, currency)).toBe(minor);
  });

  it.each(CURRENCIES)('every amount of %s is written with its digits and read back', (currency) => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (minor) => {
        const text = decimalOf(minor, currency);
        const digits = minorDigits(currency);
        expect(text).toMatch(digits === 0 ? /^\d+$/ : new RegExp(`^\\d+\\.\\d{${digits}}$`));
        expect(minorOf(text, currency)).toBe(minor);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['1', 'USD', 100],
    ['1.1', 'USD', 110],
    ['0.1', 'KWD', 100],
    ['1.005', 'KWD', 1005],
  ])('completes missing digits: %s in %s', (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });

  it.each([
    ['1.999', 'USD', 'too_many_digits'],
    ['1.100', 'USD', 'too_many_digits'],
    ['100.0', 'JPY', 'too_many_digits'],
    ['-1.00', 'USD', 'negative'],
    ['-0', 'USD', 'negative'],
    ['', 'USD', 'not_decimal'],
    ['1,10', 'USD', 'not_decimal'],
    ['1.', 'USD', 'not_decimal'],
    ['.5', 'USD', 'not_decimal'],
    ['+1', 'USD', 'not_decimal'],
    ['01.00', 'USD', 'not_decimal'],
    ['1e3', 'USD', 'not_decimal'],
    [' 1', 'USD', 'not_decimal'],
    ['0x10', 'USD', 'not_decimal'],
    ['NaN', 'USD', 'not_decimal'],
    ['90071992547409.92', 'USD', 'too_large'],
    ['9'.repeat(400), 'USD', 'too_large'],
  ])('refuses %s in %s as %s', (text, currency, fault) => {
    expect(minorOf(text, currency)).toBe(fault);
  });
});

describe('rateOf', () => {
  it.each([
    [20, '0.2'],
    [15, '0.15'],
    [33.3, '0.333'],
    [100, '1'],
  ])('writes %d percent as %s', (percent, text) => {
    expect(rateOf(percent)).toBe(text);
  });
});
