import { couponsOfUser } from '../../domain/coupon-redemptions.ts';
import {
  categorizeCoupons,
  createCoupon,
  deleteCoupon,
  findCoupons,
  getCoupon,
  updateCoupon,
} from '../../domain/coupons.ts';
import { getUser } from '../../domain/users.ts';
import { seconds } from '../../domain/bodies/time.ts';
import {
  couponBulkSchema,
  couponCreateSchema,
  couponQuerySchema,
  couponUpdateSchema,
} from './coupon-schemas.ts';
import { couponChange, couponRead, newCoupon } from './coupon-wire.ts';
import { operation } from './operation.ts';
import { pageOf, paginationSchema } from './pagination.ts';
import { pageIn } from './query-parameters.ts';

const COUPONS = '/v1/coupons';
const COUPON = '/v1/coupons/{coupon_id}';

export const couponOperations = [
  operation({
    method: 'GET',
    path: COUPONS,
    query: couponQuerySchema,
    run: ({ deps, game, query }) => {
      const { tables } = deps.world.store;
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
    run: ({ deps, game, body }) => {
      const coupon = createCoupon(deps.world, game, newCoupon(body));
      return { status: 201, body: couponRead(deps.world.store.tables, coupon) };
    },
  }),
  operation({
    method: 'PATCH',
    path: COUPONS,
    body: couponBulkSchema,
    run: ({ deps, game, body }) => {
      const moves = body.map(({ id, category_id: categoryId }) => ({ id, categoryId }));
      const moved = categorizeCoupons(deps.world, game, moves);
      return { status: 200, body: moved.map((coupon) => couponRead(deps.world.store.tables, coupon)) };
    },
  }),
  operation({
    method: 'GET',
    path: COUPON,
    run: ({ deps, game, params }) => {
      const { tables } = deps.world.store;
      const coupon = getCoupon(tables, game.id, params['coupon_id'] ?? '');
      return { status: 200, body: couponRead(tables, coupon) };
    },
  }),
  operation({
    method: 'PUT',
    path: COUPON,
    body: couponUpdateSchema,
    run: ({ deps, game, params, body }) => {
      const coupon = updateCoupon(deps.world, game, params['coupon_id'] ?? '', couponChange(body));
      return { status: 200, body: couponRead(deps.world.store.tables, coupon) };
    },
  }),
  operation({
    method: 'DELETE',
    path: COUPON,
    run: ({ deps, game, params }) => {
      deleteCoupon(deps.world, game, params['coupon_id'] ?? '');
      return { status: 204 };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/coupons/user/{user_id}',
    query: paginationSchema(10),
    run: ({ deps, game, params, query }) => {
      const { tables } = deps.world.store;
      const user = getUser(tables, game.id, params['user_id'] ?? '');
      const body = pageOf(couponsOfUser(tables, game.id, user), query).map(({ coupon, redeemedAt }) => ({
        ...couponRead(tables, coupon),
        ...(redeemedAt !== null && { redeemed_at: seconds(redeemedAt) }),
      }));
      return { status: 200, body };
    },
  }),
];
