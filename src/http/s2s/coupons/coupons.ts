import * as z from 'zod';
import { couponsOfUser } from '../../../domain/coupons/redemptions.ts';
import {
  categorizeCoupons,
  createCoupon,
  deleteCoupon,
  findCoupons,
  getCoupon,
  updateCoupon,
} from '../../../domain/coupons/coupons.ts';
import { getUser } from '../../../domain/players/users.ts';
import { seconds } from '../../../domain/wire/time.ts';
import {
  couponBulkSchema,
  couponCreateSchema,
  couponQuerySchema,
  couponReadSchema,
  couponUpdateSchema,
  userCouponSchema,
} from './coupon-schemas.ts';
import { couponChange, couponRead, newCoupon } from './coupon-wire.ts';
import { operation } from '../../api/operation.ts';
import { pageOf, pageParameters } from '../../api/pagination.ts';

const COUPONS = '/v1/coupons';
const COUPON = '/v1/coupons/{coupon_id}';
const UNKNOWN = 'The game has no such coupon.';

export const couponOperations = [
  operation({
    id: 'get_coupons',
    method: 'GET',
    path: COUPONS,
    summary: 'List coupons.',
    query: couponQuerySchema,
    response: { 200: z.array(couponReadSchema) },
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      const found = findCoupons(tables, game.id, {
        text: query.q,
        type: query.type,
        categoryId: query.category_id,
        generatedType: query.generated_type,
      });
      return pageOf(found, query).map((coupon) => couponRead(tables, coupon));
    },
  }),
  operation({
    id: 'create_coupon',
    method: 'POST',
    path: COUPONS,
    summary: 'Create a coupon.',
    body: couponCreateSchema,
    response: { 201: couponReadSchema },
    errors: { 409: 'Another coupon has the code.' },
    run: ({ app, game, body }) =>
      couponRead(app.domain.store.tables, createCoupon(app.domain, game, newCoupon(body))),
  }),
  operation({
    id: 'bulk_update_coupon',
    method: 'PATCH',
    path: COUPONS,
    summary: 'Move coupons to other categories, all or none.',
    body: couponBulkSchema,
    response: { 200: z.array(couponReadSchema) },
    errors: { 404: UNKNOWN },
    run: ({ app, game, body }) => {
      const moves = body.map(({ id, category_id: categoryId }) => ({ id, categoryId }));
      const moved = categorizeCoupons(app.domain, game, moves);
      return moved.map((coupon) => couponRead(app.domain.store.tables, coupon));
    },
  }),
  operation({
    id: 'get_coupon',
    method: 'GET',
    path: COUPON,
    summary: 'Read a coupon.',
    response: { 200: couponReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      return couponRead(tables, getCoupon(tables, game.id, params.coupon_id));
    },
  }),
  operation({
    id: 'update_coupon',
    method: 'PUT',
    path: COUPON,
    summary: 'Change a coupon.',
    body: couponUpdateSchema,
    response: { 200: couponReadSchema },
    errors: { 404: UNKNOWN, 409: 'The coupon has no creator program to change.' },
    run: ({ app, game, params, body }) => {
      const coupon = updateCoupon(app.domain, game, params.coupon_id, couponChange(body));
      return couponRead(app.domain.store.tables, coupon);
    },
  }),
  operation({
    id: 'delete_coupon',
    method: 'DELETE',
    path: COUPON,
    summary: 'Delete a coupon.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      deleteCoupon(app.domain, game, params.coupon_id);
    },
  }),
  operation({
    id: 'get_user_coupons',
    method: 'GET',
    path: '/v1/coupons/user/{user_id}',
    summary: 'List the coupons that a user can redeem or has redeemed.',
    query: z.object(pageParameters()),
    response: { 200: z.array(userCouponSchema) },
    errors: { 404: 'The game has no such user.' },
    run: ({ app, game, params, query }) => {
      const { tables } = app.domain.store;
      const user = getUser(tables, game.id, params.user_id);
      return pageOf(couponsOfUser(tables, game.id, user), query).map(({ coupon, redeemedAt }) => ({
        ...couponRead(tables, coupon),
        redeemed_at: redeemedAt === null ? undefined : seconds(redeemedAt),
      }));
    },
  }),
];
