import * as z from 'zod';
import { listItems } from '../../../domain/catalogue/item-search.ts';
import { translateItem } from '../../../domain/catalogue/translations.ts';
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
  catalogueItemSchema,
  itemCreateSchema,
  itemPatchSchema,
  itemPutSchema,
  itemQuerySchema,
  itemTranslateSchema,
  itemUpdateSchema,
  NAMED_TWICE,
} from './item-schemas.ts';
import { catalogueItemRead, itemQuery, itemInput, newItemInput } from './item-wire.ts';
import { operation } from '../../api/operation.ts';
import { pageOf } from '../../api/pagination.ts';

const ITEMS = '/v1/items';
const ITEM = '/v1/items/{item_id}';
const UNKNOWN = 'The game has no such item.';
const TAKEN = 'Another item already has the SKU.';
const IN_USE = 'Another item needs it, as a part or as a fallback.';

const oneItem = [
  operation({
    id: 'get_item',
    method: 'GET',
    path: ITEM,
    summary: 'Read an item.',
    response: { 200: catalogueItemSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      return catalogueItemRead(tables, getItem(tables, game.id, params.item_id));
    },
  }),
  operation({
    id: 'update_item',
    method: 'PUT',
    path: ITEM,
    summary: 'Change an item.',
    body: itemUpdateSchema,
    response: { 200: catalogueItemSchema },
    errors: { 404: UNKNOWN, 409: TAKEN },
    run: ({ app, game, params, body }) => {
      const item = updateItem(app.domain, game, params.item_id, itemInput(body));
      return catalogueItemRead(app.domain.store.tables, item);
    },
  }),
  operation({
    id: 'delete_item',
    method: 'DELETE',
    path: ITEM,
    summary: 'Delete an item.',
    response: { 204: null },
    errors: { 404: UNKNOWN, 409: IN_USE },
    run: ({ app, game, params }) => {
      deleteItems(app.domain, game, [params.item_id]);
    },
  }),
  operation({
    id: 'translate_item',
    method: 'POST',
    path: `${ITEM}/translate`,
    summary: 'Set the name and the description of an item in other languages.',
    body: itemTranslateSchema,
    response: { 200: catalogueItemSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body }) => {
      const item = translateItem(app.domain, game, params.item_id, body);
      return catalogueItemRead(app.domain.store.tables, item);
    },
  }),
];

const manyItems = [
  operation({
    id: 'get_items',
    method: 'GET',
    path: ITEMS,
    summary: 'List items.',
    query: itemQuerySchema,
    response: { 200: z.array(catalogueItemSchema) },
    run: ({ app, game, query }) => {
      const { tables } = app.domain.store;
      const items = pageOf(listItems(tables, game.id, itemQuery(query)), query);
      return items.map((item) => catalogueItemRead(tables, item));
    },
  }),
  operation({
    id: 'create_item',
    method: 'POST',
    path: ITEMS,
    summary: 'Create an item.',
    body: itemCreateSchema,
    response: { 201: catalogueItemSchema },
    errors: { 409: TAKEN },
    run: ({ app, game, body }) => {
      const item = createItem(app.domain, game, newItemInput(body));
      return catalogueItemRead(app.domain.store.tables, item);
    },
  }),
  operation({
    id: 'bulk_create_or_update_items',
    method: 'PUT',
    path: ITEMS,
    summary: 'Create or change items by their SKU, all or none.',
    body: z.array(itemPutSchema),
    response: { 204: null },
    errors: { 409: NAMED_TWICE },
    run: ({ app, game, body }) => {
      putItems(app.domain, game, body.map(newItemInput));
    },
  }),
  operation({
    id: 'bulk_update_items',
    method: 'PATCH',
    path: ITEMS,
    summary: 'Change items by their id, all or none.',
    body: z.array(itemPatchSchema),
    response: { 200: z.array(catalogueItemSchema) },
    errors: { 404: UNKNOWN, 409: `${NAMED_TWICE} ${TAKEN}` },
    run: ({ app, game, body }) => {
      const inputs = body.map((change) => ({ id: change.id, ...itemInput(change) }));
      const { tables } = app.domain.store;
      return updateItems(app.domain, game, inputs).map((item) => catalogueItemRead(tables, item));
    },
  }),
  operation({
    id: 'bulk_delete_items',
    method: 'DELETE',
    path: ITEMS,
    summary: 'Delete several items, all or none.',
    body: bulkDeleteSchema,
    response: { 204: null },
    errors: { 404: UNKNOWN, 409: IN_USE },
    run: ({ app, game, body }) => {
      deleteItems(
        app.domain,
        game,
        body.map(({ id }) => id),
      );
    },
  }),
];

export const itemOperations = [...manyItems, ...oneItem];
