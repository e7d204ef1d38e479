import {
  brandOf,
  CARD_BRANDS,
  cvvDigits,
  EMAIL_PATTERN,
  POSTAL_CODE_PATTERN,
} from '../../domain/payments/card-form.ts';
import { savedCardOf, takesCards } from '../../domain/payments/methods.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { playerKey } from '../../domain/model/tables.ts';
import type { CheckoutContext } from './context.ts';
import { countryName, countryOptions, fill } from './language.ts';
import { TEST_FORM, testCards } from './tester.ts';
import { FIELDS, payFormOf, type CheckoutForm, type FormField } from './pay-form.ts';
import type { TextKey, Texts } from './texts/en.ts';

/** What stands in the form's fields, and what is wrong with each of them. */
export interface FormState {
  readonly fields: CheckoutForm;
  readonly faults: ReadonlyMap<string, string>;
}

const EMPTY_FORM = payFormOf({ text: () => '', list: () => [] });

/** The form as the player first sees it: with what the order, or an earlier attempt, says about the player. */
export function firstForm({ order, payment, tables, domain }: CheckoutContext): FormState {
  const player = tables.players.get(playerKey(order.gameId, order.playerId));
  const fields = {
    ...EMPTY_FORM,
    email: order.email ?? player?.email ?? '',
    country: payment?.country ?? order.country ?? player?.country ?? domain.rules.defaultCountry,
    postal_code: payment?.postalCode ?? '',
  };
  return { fields, faults: new Map() };
}

/** The form with a test card in it: what a click in the drawer does without JavaScript. */
export function formWithTestCard(context: CheckoutContext, index: string | undefined): FormState | null {
  const card = context.app.config.testerDrawer ? testCards()[Number(index) - 1] : undefined;
  if (!card) return null;
  const { fields, faults } = firstForm(context);
  const email = fields.email === '' ? TEST_FORM.email : fields.email;
  const postal_code = fields.postal_code === '' ? TEST_FORM.postalCode : fields.postal_code;
  const typed = { card: card.grouped, expiry: TEST_FORM.expiry, cvv: card.cvv };
  return { fields: { ...fields, ...typed, email, postal_code }, faults };
}

export function formModel(context: CheckoutContext, state: FormState) {
  const { order, language } = context;
  const { texts, formats } = language;
  const amount = formats.money(order.amount, order.currency);
  return {
    kind: kindOf(context),
    heading: texts[HEADINGS[kindOf(context)]],
    methods: fill(texts.no_method_note, { methods: (order.paymentMethodsEnabled ?? []).join(', ') }),
    banner: bannerModel(context),
    errors: FIELDS.flatMap((field) => errorModel(context, field, state)),
    fields: fieldModels(context, state),
    countries: countriesModel(context, state.fields.country),
    marks: CARD_BRANDS.map(({ mark }) => mark),
    rules: attributeJson(rulesOf(context)),
    pay: fill(texts.pay, { amount }),
    saved: savedModel(context, amount),
    saveCard: state.fields.save_card !== '',
    marketingConsent: state.fields.marketing_consent !== '',
    sandbox: context.game.sandbox,
  };
}

const HEADINGS = { free: 'confirm_free', card: 'pay_by_card', none: 'no_method' } as const;

function kindOf({ order }: CheckoutContext): 'free' | 'card' | 'none' {
  if (order.amount === 0) return 'free';
  return takesCards(order) ? 'card' : 'none';
}

/** Card number and CVV are never sent back, except where a test card was asked for. */
function fieldModels(context: CheckoutContext, { fields, faults }: FormState) {
  const models = FIELDS.map((field) => {
    const secret = (field === 'card' || field === 'cvv') && faults.size > 0;
    const [error = null] = errorModel(context, field, { fields, faults });
    return [field, { value: secret ? '' : fields[field], error: error?.text ?? null }] as const;
  });
  return Object.fromEntries(models) as Record<FormField, { value: string; error: string | null }>;
}

function errorModel({ order, language }: CheckoutContext, field: FormField, { fields, faults }: FormState) {
  const type = faults.get(field);
  if (type === undefined) return [];
  const { texts, locale } = language;
  const key = `error_${type}`;
  const text = texts[(key in texts ? key : `error_${field}`) as TextKey];
  const values = {
    digits: cvvDigits(fields.card),
    country: order.country === null ? '' : countryName(order.country, locale),
  };
  return [{ field, text: fill(text, values) }];
}

function countriesModel({ order, language }: CheckoutContext, chosen: string) {
  const { locale } = language;
  if (order.countryLocked && order.country !== null) {
    return { locked: { code: order.country, name: countryName(order.country, locale) }, options: [] };
  }
  const options = countryOptions(locale).map((option) => ({ ...option, chosen: option.code === chosen }));
  return { locked: null, options };
}

/** JSON for an attribute in single quotes: shorter than HTML's escape of each double quote. */
function attributeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[&'<>]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

/** What the page's script needs to check a field as it is typed, the same that the server checks. */
function rulesOf({ app, language }: CheckoutContext) {
  const { texts } = language;
  return {
    brands: CARD_BRANDS.map(({ scheme: _scheme, ...brand }) => brand),
    email: EMAIL_PATTERN,
    postal_code: POSTAL_CODE_PATTERN,
    now: new Date(app.domain.clock.now()).toISOString().slice(0, 7),
    paying: texts.paying,
    errors: {
      email: texts.error_email,
      card: texts.error_card,
      expiry: texts.error_expiry,
      expired: texts.error_expired,
      cvv: texts.error_cvv,
      country: texts.error_country,
      postal_code: texts.error_postal_code,
    },
  };
}

function savedModel({ app, game, order, language }: CheckoutContext, amount: string) {
  const saved = savedCardOf(app.domain.store.tables, game, order);
  if (!saved) return null;
  const { number, scheme } = saved.card;
  const card = `${scheme} •••• ${number.slice(-4)}`;
  return {
    card,
    mark: brandOf(number)?.mark ?? '',
    pay: fill(language.texts.pay_with, { amount, card }),
  };
}

/** How the last attempt to pay ended, shown above the form with which the player may try again. */
function bannerModel({ payment, language }: CheckoutContext) {
  const { texts } = language;
  if (payment?.status === 'failed') return declinedModel(payment, texts);
  if (payment?.status === 'abandoned') return unfinished(texts, 'abandoned');
  return payment?.status === 'expired' ? unfinished(texts, 'timed_out') : null;
}

function declinedModel({ decline }: Payment, texts: Texts) {
  const code = decline?.code ?? '';
  const key = `declined_${code}`;
  return {
    kind: 'declined',
    title: texts.declined,
    note: texts[(key in texts ? key : 'declined_other') as TextKey],
    code,
    codeText: code === '' ? null : fill(texts.response_code, { code }),
  };
}

function unfinished(texts: Texts, key: 'abandoned' | 'timed_out') {
  return { kind: key, title: texts[key], note: texts[`${key}_note`], code: '', codeText: null };
}
