import type { Request, Response } from 'express';
import type { AppContext } from '../server/app-context.ts';
import { sendPage } from '../server/pages.ts';
import { couponModel, type RefusedCoupon } from './coupon-model.ts';
import { drawerModel } from './drawer-model.ts';
import { orderAt, type FoundOrder } from './found-order.ts';
import { formModel, filledByTester, firstForm, type FormState } from './form-model.ts';
import { languageFor, type Language } from './language.ts';
import { outcomeModel } from './outcome-model.ts';
import { statusOf, standingOf, type Standing } from './state.ts';
import { summaryModel } from './summary-model.ts';
import type { TextKey } from './texts/en.ts';

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
