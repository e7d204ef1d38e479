import type { NextFunction, Request, Response } from 'express';
import { Conflict } from '../../domain/model/errors.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { sendPage } from '../pages/send-page.ts';
import type { AppContext } from '../server/app-context.ts';
import { detailsOf } from '../server/problems.ts';
import { type FoundOrder, orderAt } from './context.ts';
import { filledByTester, firstForm, formModel, type FormState } from './form.ts';
import { fill, type Language, languageFor } from './language.ts';
import { outcomeModel } from './outcome.ts';
import { readPayForm } from './pay-form.ts';
import { readCouponForm } from './pay.ts';
import { type Standing, standingOf, statusOf } from './state.ts';
import { summaryModel } from './summary.ts';
import { drawerModel } from './tester.ts';
import type { TextKey, Texts } from './texts/en.ts';

/** Everything that the page's parts are made from. */
export interface Scene extends FoundOrder {
  readonly app: AppContext;
  readonly standing: Standing;
  readonly language: Language;
}

/** What a refused request adds to the page. */
export interface Refused {
  readonly status: number;
  readonly form: FormState | null;
  /** The key of the notice's text, whose explanation has `_note` behind it. */
  readonly notice: 'paid_already' | 'paying_elsewhere' | 'coupon_spent' | 'not_possible' | null;
  readonly coupon: RefusedCoupon | null;
}

const WELCOME: Refused = { status: 200, form: null, notice: null, coupon: null };

/** Seconds after which a waiting page without JavaScript asks again. */
const ASK_AGAIN = 2;

/** The page of an order, in whatever state it is. */
export function showOrder(app: AppContext) {
  return (req: Request, res: Response): void => {
    sendOrder(app, req, res, WELCOME);
  };
}

/** @throws NotFound */
export function sendOrder(app: AppContext, req: Request, res: Response, refused: Refused): void {
  const scene = sceneOf(app, req);
  sendPage(res, 'checkout/page', pageModel(scene, req, refused), refused.status);
}

/** @throws NotFound */
export function sceneOf(app: AppContext, req: Request): Scene {
  const found = orderAt(app.domain, req);
  const standing = standingOf(app.domain, found.order);
  return { ...found, app, standing, language: languageFor(req, found.order.locale) };
}

function pageModel(scene: Scene, req: Request, { form, notice, coupon }: Refused): object {
  const { state } = scene.standing;
  const outcome = outcomeModel(scene);
  const given = form ?? filledByTester(scene, req.query['fill']) ?? firstForm(scene);
  const { texts: t } = scene.language;
  return {
    ...shellModel(scene),
    title: titleOf(scene, form !== null),
    notice: notice && { title: t[notice], note: t[`${notice}_note`] },
    summary: summaryModel(scene),
    coupon: couponModel(scene, coupon),
    form: state === 'payable' ? formModel(scene, given) : null,
    outcome,
    refresh: refreshOf(scene, outcome.redirect),
    drawer: scene.app.config.testerDrawer ? drawerModel(scene) : null,
  };
}

/** What every page of an order has. */
export function shellModel({ order, standing, language }: Scene) {
  const { state, version } = statusOf(standing);
  return {
    t: language.texts,
    lang: language.lang,
    theme: order.uiSettings?.mode ?? 'auto',
    path: `/order/${order.id}`,
    state,
    version,
    live: state !== 'payable' && state !== 'expired',
  };
}

const TITLES: Readonly<Partial<Record<string, TextKey>>> = {
  payable: 'checkout',
  three_d_secure: 'three_ds',
};

function titleOf({ game, standing, language }: Scene, hasErrors: boolean): string {
  const { texts } = language;
  const key = TITLES[standing.state] ?? (standing.state as TextKey);
  return `${hasErrors ? '⚠ ' : ''}${texts[key]} · ${game.name}`;
}

/** The page of a browser without JavaScript goes on by itself: it asks again, or leads back. */
function refreshOf({ standing }: Scene, redirect: { url: string; seconds: number } | null): string | null {
  if (redirect) return `${redirect.seconds}; url=${redirect.url}`;
  return ['processing', 'granting'].includes(standing.state) ? String(ASK_AGAIN) : null;
}

/** Answers what a player did wrong or too late with the order's page; everything else is for others. */
export function answerRefusals(app: AppContext) {
  return (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    const refused = req.accepts(['json', 'html']) === 'html' ? refusedBy(error, app, req) : null;
    if (refused) sendOrder(app, req, res, refused);
    else next(error);
  };
}

function refusedBy(error: unknown, app: AppContext, req: Request): Refused | null {
  if (error instanceof Conflict) {
    return { status: 409, form: null, notice: noticeOf(app, req), coupon: null };
  }
  const details = detailsOf(error);
  if (!details) return null;
  const faults = new Map(details.map(({ loc, type }) => [String(loc[1]), type]));
  const fault = faults.get('coupon_code');
  const refused = { status: 422, form: null, notice: null, coupon: null };
  if (fault !== undefined) return { ...refused, coupon: { fault, ...readCouponForm(req.body) } };
  return { ...refused, form: { fields: readPayForm(req.body), faults } };
}

function noticeOf(app: AppContext, req: Request): Refused['notice'] {
  const { order } = orderAt(app.domain, req);
  if (!req.path.endsWith('/pay')) return 'not_possible';
  if (order.status === 'captured') return 'paying_elsewhere';
  if (order.paidAt !== null) return 'paid_already';
  return order.coupon ? 'coupon_spent' : 'not_possible';
}

/** A code that can't be used, and the type of its fault. */
export interface RefusedCoupon {
  readonly code: string;
  readonly fault: string;
}

/** Aghanim's three answers to a player whose coupon doesn't work. */
const ANSWERS: Readonly<Partial<Record<string, TextKey>>> = {
  coupon_not_found: 'coupon_not_found',
  coupon_already_used: 'coupon_used',
};

/** The coupon field, on orders that take coupons and can still be paid. */
export function couponModel({ order, standing, language }: Scene, refused: RefusedCoupon | null) {
  if (order.couponsEnabled !== true || standing.state !== 'payable') return null;
  return {
    code: refused?.code ?? '',
    error: refused && language.texts[ANSWERS[refused.fault] ?? 'coupon_unusable'],
    applied: order.coupon?.code ?? null,
  };
}

/** What became of the last attempt, told above the form with which the player may try again. */
export function bannerModel({ standing, language }: Scene) {
  const { payment } = standing;
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
