import {
  brandOf,
  CARD_BRANDS,
  cvvDigits,
  EMAIL_PATTERN,
  POSTAL_CODE_PATTERN,
} from '../../domain/payments/card-form.ts';
import { savedCardOf, takesCards } from '../../domain/payments/methods.ts';
import { playerKey } from '../../domain/model/tables.ts';
import { bannerModel, type Scene } from './order-page.ts';
import { countryName, countryOptions, fill } from './language.ts';
import { TEST_FORM, testCards } from './tester.ts';
import { FIELDS, readPayForm, type Field, type PayForm } from './pay-form.ts';
import type { TextKey } from './texts/en.ts';

/** What stands in the form's fields, and what is wrong with each of them. */
export interface FormState {
  readonly fields: PayForm;
  readonly faults: ReadonlyMap<string, string>;
}

/** The form as the player first sees it: with what the order, or an attempt before, tells of the player. */
export function firstForm(scene: Scene): FormState {
  const { order, standing, app } = scene;
  const player = app.domain.store.tables.players.get(playerKey(order.gameId, order.playerId));
  const fields = readPayForm({
    email: order.email ?? player?.email,
    country: standing.payment?.country ?? order.country ?? player?.country ?? app.domain.rules.defaultCountry,
    postal_code: standing.payment?.postalCode,
  });
  return { fields, faults: new Map() };
}

/** The form with a test card in it: what a click in the drawer does without JavaScript. */
export function filledByTester(scene: Scene, wanted: unknown): FormState | null {
  const card = scene.app.config.testerDrawer ? testCards()[Number(wanted) - 1] : undefined;
  if (!card) return null;
  const { fields, faults } = firstForm(scene);
  const email = fields.email === '' ? TEST_FORM.email : fields.email;
  const postal_code = fields.postal_code === '' ? TEST_FORM.postalCode : fields.postal_code;
  const typed = { card: card.grouped, expiry: TEST_FORM.expiry, cvv: card.cvv };
  return { fields: { ...fields, ...typed, email, postal_code }, faults };
}

export function formModel(scene: Scene, state: FormState) {
  const { order, language } = scene;
  const { texts, formats } = language;
  const amount = formats.money(order.amount, order.currency);
  return {
    kind: kindOf(scene),
    methods: fill(texts.no_method_note, { methods: (order.paymentMethodsEnabled ?? []).join(', ') }),
    banner: bannerModel(scene),
    errors: FIELDS.flatMap((field) => errorModel(scene, field, state)),
    fields: fieldModels(scene, state),
    countries: countriesModel(scene, state.fields.country),
    marks: CARD_BRANDS.map(({ mark }) => mark),
    rules: JSON.stringify(rulesOf(scene)),
    pay: fill(texts.pay, { amount }),
    saved: savedModel(scene, amount),
    sandbox: scene.game.sandbox,
  };
}

function kindOf({ order }: Scene): 'free' | 'card' | 'none' {
  if (order.amount === 0) return 'free';
  return takesCards(order) ? 'card' : 'none';
}

/** Card number and CVV are never sent back, except where a test card was asked for. */
function fieldModels(scene: Scene, { fields, faults }: FormState) {
  const models = FIELDS.map((field) => {
    const secret = (field === 'card' || field === 'cvv') && faults.size > 0;
    const [error = null] = errorModel(scene, field, { fields, faults });
    return [field, { value: secret ? '' : fields[field], error: error?.text ?? null }] as const;
  });
  return Object.fromEntries(models) as Record<Field, { value: string; error: string | null }>;
}

function errorModel({ order, language }: Scene, field: Field, { fields, faults }: FormState) {
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

function countriesModel({ order, language }: Scene, chosen: string) {
  const { locale } = language;
  if (order.countryLocked && order.country !== null) {
    return { locked: { code: order.country, name: countryName(order.country, locale) }, options: [] };
  }
  const options = countryOptions(locale).map((option) => ({ ...option, chosen: option.code === chosen }));
  return { locked: null, options };
}

/** What the page's script needs to check a field as it is typed, the same that the server checks. */
function rulesOf({ app, language }: Scene) {
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

function savedModel({ app, game, order, language }: Scene, amount: string) {
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
