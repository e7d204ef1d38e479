import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCIES } from '../../src/domain/money/currencies.ts';
import {
  convert,
  lessPercent,
  minorDigits,
  perUsd,
  splitByWeight,
  toMajor,
  toMinor,
  toUsdCents,
} from '../../src/domain/money/money.ts';

describe('minorDigits', () => {
  it.each(CURRENCIES.filter((currency) => !['RP', 'VC'].includes(currency)))(
    'agrees with the platform about %s [money.minor-digits]',
    (currency) => {
      const { maximumFractionDigits } = new Intl.NumberFormat('en', {
        style: 'currency',
        currency,
      }).resolvedOptions();
      expect(minorDigits(currency)).toBe(maximumFractionDigits);
    },
  );

  it.each(['RP', 'VC'])(
    'gives %s, which the platform does not know, two digits [money.minor-digits]',
    (currency) => {
      expect(minorDigits(currency)).toBe(2);
    },
  );
});

describe('toMinor', () => {
  it.each([
    [29.99, 'USD', 2999],
    [94.99, 'USD', 9499],
    [0.005, 'USD', 1],
    [1.005, 'USD', 101],
    [8.165, 'EUR', 817],
    [1200, 'JPY', 1200],
    [1200.5, 'JPY', 1201],
    [1.2345, 'KWD', 1235],
    [3, 'RP', 300],
    [1_000_000_000, 'USD', 100_000_000_000],
  ])('makes of %d %s %d minor units [money.rounding]', (major, currency, minor) => {
    expect(toMinor(major, currency)).toBe(minor);
  });

  it('is undone by toMajor', () => {
    const amounts = fc.integer({ min: 0, max: 100_000_000_000 });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...CURRENCIES), (minor, currency) => {
        expect(toMinor(toMajor(minor, currency), currency)).toBe(minor);
      }),
      { seed: 1 },
    );
  });
});

describe('lessPercent', () => {
  it.each([
    [2999, 0, 2999],
    [2999, 10, 2699],
    [25, 50, 13],
    [2999, 100, 0],
  ])('takes off %d less %d %% what gives %d [money.discount-percent]', (amount, percent, rest) => {
    expect(lessPercent(amount, percent)).toBe(rest);
  });
});

describe('splitByWeight', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [100, [29, 71], [29, 71]],
    [100, [0, 0], [50, 50]],
    [0, [5, 5], [0, 0]],
  ])('splits %d by %j into %j', (total, weights, shares) => {
    expect(splitByWeight(total, weights)).toEqual(shares);
  });

  it('always gives out exactly the total', () => {
    const totals = fc.integer({ min: 0, max: 1_000_000_000 });
    const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(totals, weights, (total, parts) => {
        const shares = splitByWeight(total, parts);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
      }),
      { seed: 1 },
    );
  });
});

describe('US dollars', () => {
  it('have a rate for every currency but those that equal them', () => {
    const even = CURRENCIES.filter((currency) => perUsd(currency) === 1);
    expect(even).toEqual(['USD', 'BMD', 'BSD', 'PAB']);
  });

  it('come in cents, whatever the digits of the other currency [money.exchange-rates]', () => {
    expect(toUsdCents(155, 'JPY')).toBe(100);
    expect(toUsdCents(307, 'KWD')).toBe(100);
    expect(convert(100, 'USD', 'JPY')).toBe(155);
  });
});
