import { z } from 'zod';
import { listItems } from '../../domain/item-search.ts';
import { translateItem } from '../../domain/item-translations.ts';
import { createItem, deleteItems, getItem, putItems, updateItem, updateItems } from '../../domain/items.ts';
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
import { operation } from './operation.ts';
import { pageOf } from './pagination.ts';
import { pageIn } from './query-parameters.ts';

const ITEMS = '/v1/items';
const ITEM = '/v1/items/{item_id}';

const oneItem = [
  operation({
    method: 'GET',
    path: ITEM,
    run: ({ deps, game, params }) => {
      const { tables } = deps.world.store;
      const item = getItem(tables, game.id, params['item_id'] ?? '');
      return { status: 200, body: catalogueItemRead(tables, item) };
    },
  }),
  operation({
    method: 'PUT',
    path: ITEM,
    body: itemUpdateSchema,
    run: ({ deps, game, params, body }) => {
      const item = updateItem(deps.world, game, params['item_id'] ?? '', itemWish(body));
      return { status: 200, body: catalogueItemRead(deps.world.store.tables, item) };
    },
  }),
  operation({
    method: 'DELETE',
    path: ITEM,
    run: ({ deps, game, params }) => {
      deleteItems(deps.world, game, [params['item_id'] ?? '']);
      return { status: 204 };
    },
  }),
  operation({
    method: 'POST',
    path: `${ITEM}/translate`,
    body: itemTranslateSchema,
    run: ({ deps, game, params, body }) => {
      const item = translateItem(deps.world, game, params['item_id'] ?? '', body);
      return { status: 200, body: catalogueItemRead(deps.world.store.tables, item) };
    },
  }),
];

const manyItems = [
  operation({
    method: 'GET',
    path: ITEMS,
    query: itemQuerySchema,
    run: ({ deps, game, query }) => {
      const { tables } = deps.world.store;
      const items = pageOf(listItems(tables, game.id, itemQuery(query)), pageIn(query));
      return { status: 200, body: items.map((item) => catalogueItemRead(tables, item)) };
    },
  }),
  operation({
    method: 'POST',
    path: ITEMS,
    body: itemCreateSchema,
    run: ({ deps, game, body }) => {
      const item = createItem(deps.world, game, newItemWish(body));
      return { status: 201, body: catalogueItemRead(deps.world.store.tables, item) };
    },
  }),
  operation({
    method: 'PUT',
    path: ITEMS,
    body: z.array(itemPutSchema),
    run: ({ deps, game, body }) => {
      putItems(deps.world, game, body.map(newItemWish));
      return { status: 204 };
    },
  }),
  operation({
    method: 'PATCH',
    path: ITEMS,
    body: z.array(itemPatchSchema),
    run: ({ deps, game, body }) => {
      const wishes = body.map((change) => ({ id: change.id, ...itemWish(change) }));
      const { tables } = deps.world.store;
      const items = updateItems(deps.world, game, wishes);
      return { status: 200, body: items.map((item) => catalogueItemRead(tables, item)) };
    },
  }),
  operation({
    method: 'DELETE',
    path: ITEMS,
    body: bulkDeleteSchema,
    run: ({ deps, game, body }) => {
      deleteItems(
        deps.world,
        game,
        body.map(({ id }) => id),
      );
      return { status: 204 };
    },
  }),
];

export const itemOperations = [...manyItems, ...oneItem];
