import { createCoupon, getCoupon, updateCoupon } from '../../domain/coupons/coupons.ts';
import { COUPON_TYPES } from '../../domain/model/coupon.ts';
import { parse } from '../api/validation.ts';
import { couponCreateSchema, couponUpdateSchema } from '../s2s/coupons/coupon-schemas.ts';
import { couponChange, couponRead, newCoupon } from '../s2s/coupons/coupon-wire.ts';
import { type ApiField, formSchema, MORE_FIELDS, submittedBody, valuesOfBody } from './api-form.ts';
import { apiFormCurl, apiFormPage } from './api-form-page.ts';
import { dashboardPage } from './context.ts';
import { redirectTo } from './layout.ts';
import { curlPage } from './live-curl.ts';

/** What a coupon keeps for ever. */
const FIXED: readonly ApiField[] = [
  { name: 'code', label: 'Code', kind: 'text', required: true },
  { name: 'type', label: 'Type', kind: 'select', options: COUPON_TYPES, required: true },
];

const CHANGING: readonly ApiField[] = [
  { name: 'name', label: 'Name', kind: 'text', required: true },
  { name: 'discount_percent', label: 'Discount in percent', kind: 'number' },
  { name: 'discount_amount_usd', label: 'Discount in US cents', kind: 'number' },
  { name: 'bonus_percent', label: 'Bonus in percent', kind: 'number' },
  { name: 'bonus_fixed', label: 'Bonus of a fixed count', kind: 'number' },
  { name: 'max_redemptions', label: 'Redemptions in all', kind: 'number' },
  { name: 'max_redemptions_per_user', label: 'Redemptions of a player', kind: 'number' },
  { name: 'min_amount', label: 'Least amount of the order', kind: 'number' },
  { name: 'start_at', label: 'Valid from, in Unix seconds', kind: 'number' },
  { name: 'end_at', label: 'Valid until, in Unix seconds', kind: 'number' },
  { name: 'player_ids', label: 'Only for these players', kind: 'ids', hint: 'Ids with commas between them.' },
  {
    ...MORE_FIELDS,
    hint: 'The items of a free_item code: {"free_items": {"items": [{"item_id": "itm_…", "quantity": 1}]}}.',
  },
];

const ALL = [...FIXED, ...CHANGING];

const COUPONS = {
  section: 'coupons',
  path: '/coupons',
  name: 'Coupons',
  apiPath: '/v1/coupons',
  base: {},
} as const;

export const newCouponPage = dashboardPage({
  method: 'GET',
  path: '/coupons/new',
  run: (context) =>
    apiFormPage(context, COUPONS, null, {
      fields: ALL,
      stored: valuesOfBody(ALL, { type: 'discount', discount_percent: 10 }),
      title: 'New coupon',
      submit: 'Create coupon',
    }),
});

export const createCouponForm = dashboardPage({
  method: 'POST',
  path: '/coupons/new',
  form: formSchema(ALL),
  again: newCouponPage,
  run: ({ domain, game, root }, { form }) => {
    const body = parse(couponCreateSchema, submittedBody(ALL, form), 'body');
    createCoupon(domain, game, newCoupon(body));
    return redirectTo(`${root}/coupons`, 'coupon-created');
  },
});

export const couponPage = dashboardPage({
  method: 'GET',
  path: '/coupons/:id',
  run: (context, { params: { id } }) => {
    const { tables, game } = context;
    const coupon = getCoupon(tables, game.id, id);
    return apiFormPage(context, COUPONS, id, {
      fields: CHANGING,
      stored: valuesOfBody(CHANGING, couponRead(tables, coupon)),
      title: `Coupon ${coupon.code}`,
      submit: 'Save coupon',
    });
  },
});

export const saveCoupon = dashboardPage({
  method: 'POST',
  path: '/coupons/:id',
  form: formSchema(CHANGING),
  again: couponPage,
  run: ({ domain, game, root }, { params: { id }, form }) => {
    const body = parse(couponUpdateSchema, submittedBody(CHANGING, form), 'body');
    updateCoupon(domain, game, id, couponChange(body));
    return redirectTo(`${root}/coupons`, 'coupon-saved');
  },
});

export const couponCurl = curlPage({
  name: 'coupons',
  section: 'coupons',
  fields: ALL.map(({ name }) => name),
  curl: (context, values, id) => apiFormCurl(context, COUPONS, id === null ? ALL : CHANGING, values, id),
});
