import * as z from 'zod';
import { listItems } from '../../../domain/catalogue/item-search.ts';
import { translateItem } from '../../../domain/catalogue/item-contents.ts';
import {
  createItem,
  deleteItems,
  getItem,
  putItems,
  updateItem,
  updateItems,
} from '../../../domain/catalogue/items.ts';
import {
  bulkDeleteSchema,
  itemCreateSchema,
  itemPatchSchema,
  itemPutSchema,
  itemQuerySchema,
  itemTranslateSchema,
  itemUpdateSchema,
} from './item-schemas.ts';
import { catalogueItemRead, itemQuery, itemWish, newItemWish } from './item-wire.ts';
import { operation } from '../../api/operation.ts';
import { pageIn, pageOf } from '../../api/pagination.ts';

const ITEMS = '/v1/items';
const ITEM = '/v1/items/{item_id}';

const oneItem = [
  operation({
    method: 'GET',
    path: ITEM,
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      const item = getItem(tables, game.id, params['item_id'] ?? '');
      return { status: 200, body: catalogueItemRead(tables, item) };
    },
  }),
  operation({
    method: 'PUT',
    path: ITEM,
    body: itemUpdateSchema,
    run: ({ app, game, params, body }) => {
      const item = updateItem(app.domain, game, params['item_id'] ?? '', itemWish(body));
      return { status: 200, body: catalogueItemRead(app.domain.store.tables, item) };
    },
  }),
  operation({
    method: 'DELETE',
    path: ITEM,
    run: ({ app, game, params }) => {
      deleteItems(app.domain, game, [params['item_id'] ?? '']);
      return { status: 204 };
    },
  }),
  operation({
    method: 'POST',
    path: `${ITEM}/translate`,
    body: itemTranslateSchema,
    run: ({ app, game, params, body }) => {
      const item = translateItem(app.domain, game, params['item_id'] ?? '', body);
      return { status: 200, body: catalogueItemRead(app.domain.store.tables, item) };
    },
  }),
];

const manyItems = [
  operation({
    method: 'GET',
    path: ITEMS,
    query: itemQuerySchema,
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      const items = pageOf(listItems(tables, game.id, itemQuery(query)), pageIn(query));
      return { status: 200, body: items.map((item) => catalogueItemRead(tables, item)) };
    },
  }),
  operation({
    method: 'POST',
    path: ITEMS,
    body: itemCreateSchema,
    run: ({ app, game, body }) => {
      const item = createItem(app.domain, game, newItemWish(body));
      return { status: 201, body: catalogueItemRead(app.domain.store.tables, item) };
    },
  }),
  operation({
    method: 'PUT',
    path: ITEMS,
    body: z.array(itemPutSchema),
    run: ({ app, game, body }) => {
      putItems(app.domain, game, body.map(newItemWish));
      return { status: 204 };
    },
  }),
  operation({
    method: 'PATCH',
    path: ITEMS,
    body: z.array(itemPatchSchema),
    run: ({ app, game, body }) => {
      const wishes = body.map((change) => ({ id: change.id, ...itemWish(change) }));
      const { tables } = app.domain.store;
      const items = updateItems(app.domain, game, wishes);
      return { status: 200, body: items.map((item) => catalogueItemRead(tables, item)) };
    },
  }),
  operation({
    method: 'DELETE',
    path: ITEMS,
    body: bulkDeleteSchema,
    run: ({ app, game, body }) => {
      deleteItems(
        app.domain,
        game,
        body.map(({ id }) => id),
      );
      return { status: 204 };
    },
  }),
];

export const itemOperations = [...manyItems, ...oneItem];
