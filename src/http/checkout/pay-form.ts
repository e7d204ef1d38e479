import * as z from 'zod';
import {
  faultOfCvv,
  faultOfExpiry,
  faultOfNumber,
  isEmail,
  isPostalCode,
} from '../../domain/payments/card-form.ts';
import { COUNTRIES } from '../../domain/money/countries.ts';
import type { Order } from '../../domain/model/order.ts';
import type { SubmittedForm } from '../pages/forms.ts';
import { InvalidRequest } from '../server/problems.ts';

const text = z.string().max(500).catch('');

/** The page's form, and what the tester's drawer adds to it. A text that is too long counts as empty. */
export const payFormSchema = z.object({
  email: text,
  card: text,
  expiry: text,
  cvv: text,
  country: text,
  postal_code: text,
  saved_card: text,
  save_card: text,
  marketing_consent: text,
  tester_decline: text,
  tester_hold: text,
});

export type CheckoutForm = z.output<typeof payFormSchema>;

export type FormField = 'email' | 'card' | 'expiry' | 'cvv' | 'country' | 'postal_code';

/** The fields in the order of the page. */
export const FIELDS: readonly FormField[] = ['email', 'card', 'expiry', 'cvv', 'country', 'postal_code'];

/** What was filled in, before it is checked. */
export function payFormOf({ text }: SubmittedForm): CheckoutForm {
  const names = Object.keys(payFormSchema.shape);
  return payFormSchema.parse(Object.fromEntries(names.map((name) => [name, text(name)])));
}

/**
 * Checks what the player filled in, everything at once. A detail's `type` names the text that tells of it;
 * none quotes what was typed.
 *
 * @throws InvalidRequest
 */
export function checkPayForm(form: CheckoutForm, order: Order, now: number): void {
  const found: Record<FormField, string | null> = {
    email: isEmail(form.email) ? null : 'email',
    card: faultOfNumber(form.card),
    expiry: faultOfExpiry(form.expiry, now),
    cvv: faultOfCvv(form.cvv, form.card),
    country: faultOfCountry(form.country, order),
    postal_code: isPostalCode(form.postal_code) ? null : 'postal_code',
  };
  const faults = FIELDS.flatMap((field) => {
    const type = found[field];
    return type === null ? [] : [{ loc: ['body', field], msg: `This field is not right: ${type}.`, type }];
  });
  if (faults.length > 0) throw new InvalidRequest(faults);
}

function faultOfCountry(country: string, { country: own, countryLocked }: Order): string | null {
  if (countryLocked && own !== null) return country === own ? null : 'country_locked';
  return COUNTRIES.includes(country) || country === own ? null : 'country';
}
