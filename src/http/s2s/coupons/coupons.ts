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
  couponUpdateSchema,
} from './coupon-schemas.ts';
import { couponChange, couponRead, newCoupon } from './coupon-wire.ts';
import { operation } from '../../api/operation.ts';
import { pageIn, pageOf, paginationSchema } from '../../api/pagination.ts';

const COUPONS = '/v1/coupons';
const COUPON = '/v1/coupons/{coupon_id}';

export const couponOperations = [
  operation({
    method: 'GET',
    path: COUPONS,
    query: couponQuerySchema,
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      const found = findCoupons(tables, game.id, {
        text: query.q,
        type: query.type,
        categoryId: query.category_id,
        generatedType: query.generated_type,
      });
      return { status: 200, body: pageOf(found, pageIn(query)).map((coupon) => couponRead(tables, coupon)) };
    },
  }),
  operation({
    method: 'POST',
    path: COUPONS,
    body: couponCreateSchema,
    run: ({ app, game, body }) => {
      const coupon = createCoupon(app.domain, game, newCoupon(body));
      return { status: 201, body: couponRead(app.domain.store.tables, coupon) };
    },
  }),
  operation({
    method: 'PATCH',
    path: COUPONS,
    body: couponBulkSchema,
    run: ({ app, game, body }) => {
      const moves = body.map(({ id, category_id: categoryId }) => ({ id, categoryId }));
      const moved = categorizeCoupons(app.domain, game, moves);
      return { status: 200, body: moved.map((coupon) => couponRead(app.domain.store.tables, coupon)) };
    },
  }),
  operation({
    method: 'GET',
    path: COUPON,
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      const coupon = getCoupon(tables, game.id, params['coupon_id'] ?? '');
      return { status: 200, body: couponRead(tables, coupon) };
    },
  }),
  operation({
    method: 'PUT',
    path: COUPON,
    body: couponUpdateSchema,
    run: ({ app, game, params, body }) => {
      const coupon = updateCoupon(app.domain, game, params['coupon_id'] ?? '', couponChange(body));
      return { status: 200, body: couponRead(app.domain.store.tables, coupon) };
    },
  }),
  operation({
    method: 'DELETE',
    path: COUPON,
    run: ({ app, game, params }) => {
      deleteCoupon(app.domain, game, params['coupon_id'] ?? '');
      return { status: 204 };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/coupons/user/{user_id}',
    query: paginationSchema(10),
    run: ({ app, game, params, query }) => {
      const { tables } = app.domain.store;
      const user = getUser(tables, game.id, params['user_id'] ?? '');
      const body = pageOf(couponsOfUser(tables, game.id, user), query).map(({ coupon, redeemedAt }) => ({
        ...couponRead(tables, coupon),
        ...(redeemedAt !== null && { redeemed_at: seconds(redeemedAt) }),
      }));
      return { status: 200, body };
    },
  }),
];
