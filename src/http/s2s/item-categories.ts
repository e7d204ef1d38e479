import { z } from 'zod';
import {
  createCategory,
  deleteCategories,
  getCategory,
  listCategories,
  updateCategories,
  updateCategory,
  type CategoryChange,
} from '../../domain/item-categories.ts';
import type { ItemCategory } from '../../domain/model/item-category.ts';
import {
  categoryAppearanceSchema,
  categoryCreateSchema,
  categoryPatchSchema,
  categoryUpdateSchema,
  type CategoryUpdate,
} from './item-category-schemas.ts';
import { bulkDeleteSchema } from './item-schemas.ts';
import { emptyAsNull } from './item-wire.ts';
import { operation } from './operation.ts';
import { pageOf, paginationSchema } from './pagination.ts';

const CATEGORIES = '/v1/item_categories';
const CATEGORY = '/v1/item_categories/{item_category_id}';

export const itemCategoryOperations = [
  operation({
    method: 'GET',
    path: CATEGORIES,
    query: paginationSchema(10),
    run: ({ deps, game, query }) => {
      const categories = listCategories(deps.world.store.tables, game.id);
      return { status: 200, body: pageOf(categories, query).map(categoryRead) };
    },
  }),
  operation({
    method: 'POST',
    path: CATEGORIES,
    body: categoryCreateSchema,
    run: ({ deps, game, body }) => {
      const category = createCategory(deps.world, game, {
        name: body.name,
        position: body.position,
        parentId: emptyAsNull(body.parent_id) ?? null,
        appearance: categoryAppearanceSchema.parse(body),
      });
      return { status: 201, body: categoryRead(category) };
    },
  }),
  operation({
    method: 'PATCH',
    path: CATEGORIES,
    body: z.array(categoryPatchSchema),
    run: ({ deps, game, body }) => {
      const changes = body.map((change) => ({ id: change.id, ...categoryChange(change) }));
      return { status: 200, body: updateCategories(deps.world, game, changes).map(categoryRead) };
    },
  }),
  operation({
    method: 'DELETE',
    path: CATEGORIES,
    body: bulkDeleteSchema,
    run: ({ deps, game, body }) => {
      deleteCategories(
        deps.world,
        game,
        body.map(({ id }) => id),
      );
      return { status: 204 };
    },
  }),
  operation({
    method: 'GET',
    path: CATEGORY,
    run: ({ deps, game, params }) => {
      const category = getCategory(deps.world.store.tables, game.id, params['item_category_id'] ?? '');
      return { status: 200, body: categoryRead(category) };
    },
  }),
  operation({
    method: 'PUT',
    path: CATEGORY,
    body: categoryUpdateSchema,
    run: ({ deps, game, params, body }) => {
      const id = params['item_category_id'] ?? '';
      return { status: 200, body: categoryRead(updateCategory(deps.world, game, id, categoryChange(body))) };
    },
  }),
  operation({
    method: 'DELETE',
    path: CATEGORY,
    run: ({ deps, game, params }) => {
      deleteCategories(deps.world, game, [params['item_category_id'] ?? '']);
      return { status: 204 };
    },
  }),
];

function categoryChange(body: CategoryUpdate): CategoryChange {
  return {
    name: body.name,
    position: body.position,
    parentId: emptyAsNull(body.parent_id),
    appearance: categoryAppearanceSchema.parse(body),
  };
}

/** `ItemCategoryRead` of the published specification: what is unset is absent, not null. */
function categoryRead(category: ItemCategory) {
  return {
    ...category.appearance,
    id: category.id,
    name: category.name,
    position: category.position,
    ...(category.parentId !== null && { parent_id: category.parentId }),
  };
}
