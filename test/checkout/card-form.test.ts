import { describe, expect, it } from 'vitest';
import {
  brandOf,
  faultOfCvv,
  faultOfExpiry,
  faultOfNumber,
  isEmail,
  isPostalCode,
  passesLuhn,
} from '../../src/domain/payments/card-form.ts';
import { TEST_CARDS } from '../../src/domain/payments/cards.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

describe('a card number', () => {
  it.each(TEST_CARDS.map(({ number, scheme }) => [number, scheme]))(
    '%s passes and is known as %s [payments.test-cards]',
    (number, scheme) => {
      expect(faultOfNumber(number)).toBeNull();
      expect(passesLuhn(number)).toBe(true);
      expect(brandOf(number)?.scheme).toBe(scheme);
    },
  );

  it.each([
    ['', 'card'],
    ['4242', 'card'],
    ['4242 4242 4242 4241', 'card'],
    ['４２４２４２４２４２４２４２４２', 'card'],
    ['4242424242424242x', 'card'],
    ['0000 0000 0000 0000', 'card_not_test'],
    ['4012 8888 8888 1881', 'card_not_test'],
    ['3782 822463 10005', 'card_not_test'],
    ['42424242424242424242', 'card'],
    ['4000000000006', 'card'],
  ])('%j is refused as %s', (number, fault) => {
    expect(faultOfNumber(number)).toBe(fault);
  });
});

describe('an expiry date', () => {
  it.each([
    ['11/26', null],
    ['12 / 26', null],
    ['1/27', null],
    ['0127', null],
    ['01/2027', null],
    ['10/26', 'expired'],
    ['12/25', 'expired'],
    ['13/30', 'expiry'],
    ['00/30', 'expiry'],
    ['1', 'expiry'],
    ['', 'expiry'],
    ['soon', 'expiry'],
  ])('%j gives %s in November 2026 [checkout.card-fields]', (text, fault) => {
    expect(faultOfExpiry(text, NOW)).toBe(fault);
  });

  it('is good to the last moment of its month [checkout.required-fields]', () => {
    expect(faultOfExpiry('11/26', Date.UTC(2026, 11, 1) - 1)).toBeNull();
    expect(faultOfExpiry('11/26', Date.UTC(2026, 11, 1))).toBe('expired');
  });
});

describe('the other fields', () => {
  it.each([
    ['123', '4242424242424242', null],
    ['1234', '4242424242424242', 'cvv'],
    ['1234', '370000000000002', null],
    ['123', '370000000000002', 'cvv'],
    ['12a', '4242424242424242', 'cvv'],
    ['', '', 'cvv'],
  ])('a CVV %j of card %s gives %s [checkout.card-fields]', (cvv, number, fault) => {
    expect(faultOfCvv(cvv, number)).toBe(fault);
  });

  it.each([
    ['player@example.com', true],
    ['a.b+c@sub.example.co', true],
    ['игрок@пример.укр', true],
    ['player@example', false],
    ['player@', false],
    ['@example.com', false],
    ['two words@example.com', false],
    [`${'x'.repeat(250)}@example.com`, false],
  ])('takes %j as an email address: %s', (text, expected) => {
    expect(isEmail(text)).toBe(expected);
  });

  it.each([
    ['10001', true],
    ['SW1A 1AA', true],
    ['100-0001', true],
    ['1', true],
    ['A/B', true],
    ['〒100-0001', true],
    ['', false],
    [' ', false],
    ['x'.repeat(33), false],
  ])('takes %j as a postal code: %s [checkout.postal-code]', (text, expected) => {
    expect(isPostalCode(text)).toBe(expected);
  });
});
