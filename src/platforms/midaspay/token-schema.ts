import * as z from 'zod';
import { isLoopback } from '../../delivery/diagnosis/container.ts';
import { COUNTRIES } from '../../domain/money/countries.ts';
import { CURRENCIES } from '../../domain/money/currencies.ts';
import { minorDigits } from '../../domain/money/money.ts';
import { isEmail } from '../../domain/payments/card-form.ts';
import { InvalidRequest } from '../../http/server/problems.ts';
import { localeFor } from './language.ts';
import { type AmountFault, minorOf } from './money.ts';

/** The most items of one order. */
export const ITEM_LIMIT = 1000;

const ID_LENGTH = 255;
const NAME_LENGTH = 1000;
const URL_LENGTH = 2048;
const AMOUNT_LENGTH = 32;
const INT32_LIMIT = 2 ** 31 - 1;
const PARAMETERS_LENGTH = 16_384;

const id = z.string().min(1).max(ID_LENGTH);
const amount = z.string().max(AMOUNT_LENGTH);
const currency = z.enum(CURRENCIES);
const region = z.string().refine((code) => COUNTRIES.includes(code), {
  error: 'Input should be an ISO 3166-1 country code of two capital letters, such as US',
});

const item = z.object({
  sku: id,
  name: z.string().max(NAME_LENGTH).optional(),
  quantity: z.int().min(1).max(INT32_LIMIT).optional(),
  price: z.object({ amount, vat_included: z.boolean().optional() }).optional(),
  logo_url: z
    .string()
    .max(URL_LENGTH)
    .refine((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), {
      error: 'Input should be an http:// or https:// URL',
    })
    .optional(),
});

/** The body of `POST /v1/mor/token/create`. Unknown fields are ignored. */
export const tokenCreateSchema = z
  .object({
    user: z.object({
      id,
      email: z.string().refine(isEmail, { error: 'Input should be an email address' }).optional(),
      region_code: region.optional(),
    }),
    settings: z.object({
      project_id: id,
      external_id: id,
      language: z
        .string()
        .refine((tag) => localeFor(tag) !== null, {
          error: 'Input should be a language of the checkout page, such as en, de, pt-BR or zh-TW',
        })
        .optional(),
      currency: currency.optional(),
      region_code: region.optional(),
      webhook_url: z
        .string()
        .max(URL_LENGTH)
        .refine(isNotifiable, { error: 'Input should be an https:// URL, or an http:// URL of this machine' })
        .optional(),
    }),
    purchase: z.object({
      checkout: z.object({ currency, amount }),
      description: z.object({ items: z.array(item).min(1).max(ITEM_LIMIT) }),
    }),
    custom_parameters: z
      .record(z.string().max(ID_LENGTH), z.unknown())
      .refine((parameters) => JSON.stringify(parameters).length <= PARAMETERS_LENGTH, {
        error: `custom_parameters should have at most ${PARAMETERS_LENGTH} characters as JSON`,
      })
      .optional(),
  })
  .superRefine(checkAmounts);

export type TokenCreate = z.output<typeof tokenCreateSchema>;

export const tokenAnswerSchema = z.lazy(() => z.object({ token: z.string(), redirect_url: z.string() }));

/** @throws InvalidRequest for an http:// URL while `--strict-https` is on. */
export function refuseInsecureUrl(url: string | undefined, strictHttps: boolean): void {
  if (!strictHttps || url === undefined || new URL(url).protocol === 'https:') return;
  const loc = ['body', 'settings', 'webhook_url'];
  throw new InvalidRequest([{ loc, msg: 'Input should be an https:// URL', type: 'value_error' }]);
}

/** HTTPS as in reality; plain HTTP to the machine itself, so that a local game needs no certificate. */
function isNotifiable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

const AMOUNT_FAULTS: Readonly<Record<AmountFault, string>> = {
  not_decimal: 'Input should be a decimal number in major units, such as "4.99"',
  negative: 'Input should not be negative',
  too_many_digits: 'Input has more digits after the point than the currency has',
  too_large: 'Input is too large',
};

/** What an amount may be depends on the currency of the checkout. */
function checkAmounts({ purchase }: { purchase: TokenCreate['purchase'] }, ctx: z.RefinementCtx): void {
  const { checkout, description } = purchase;
  const check = (text: string, quantity: number, path: readonly (string | number)[]): void => {
    const minor = minorOf(text, checkout.currency);
    const fault =
      typeof minor === 'string' ? minor : Number.isSafeInteger(minor * quantity) ? null : 'too_large';
    if (fault === null) return;
    const digits = minorDigits(checkout.currency);
    const detail = fault === 'too_many_digits' ? ` (${checkout.currency} has ${digits})` : '';
    ctx.addIssue({
      code: 'custom',
      path: ['purchase', ...path],
      message: AMOUNT_FAULTS[fault] + detail,
      params: { type: `amount_${fault}` },
    });
  };
  check(checkout.amount, 1, ['checkout', 'amount']);
  description.items.forEach(({ price, quantity = 1 }, index) => {
    if (price) check(price.amount, quantity, ['description', 'items', index, 'price', 'amount']);
  });
}
