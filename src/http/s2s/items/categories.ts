import * as z from 'zod';
import {
  type CategoryChange,
  createCategory,
  deleteCategories,
  getCategory,
  listCategories,
  updateCategories,
  updateCategory,
} from '../../../domain/catalogue/categories.ts';
import type { ItemCategory } from '../../../domain/model/item.ts';
import { operation } from '../../api/operation.ts';
import { pageOf, paginationSchema } from '../../api/pagination.ts';
import { expressionSchema, uriSchema } from '../common-schemas.ts';
import { bulkDeleteSchema } from './item-schemas.ts';
import { emptyAsNull } from './item-wire.ts';

const renderOptionsSchema = z.object({
  delay: z.int().optional(),
  loop: z.boolean().optional(),
  autoplay: z.boolean().optional(),
  show_dots: z.boolean().optional(),
  display_type: z.enum(['default', 'compact', 'alone']).optional(),
});

const appearanceFields = {
  description: z.string().optional(),
  item_template_id: z.string().optional(),
  pinned_expression: expressionSchema.optional(),
  slug: z.string().optional(),
  icon: z.string().optional(),
  image_url: uriSchema.optional(),
  divider_image_url: uriSchema.optional(),
  divider_position: z.enum(['top', 'bottom']).optional(),
  divider_type: z.enum(['image', 'mask']).optional(),
  background_color: z.string().optional(),
  background_image_url: uriSchema.optional(),
  background_size: z.enum(['contain', 'repeat', 'cover']).optional(),
  render_type: z.enum(['default', 'carousel']).optional(),
  render_options: renderOptionsSchema.optional(),
};

/** Takes from a parsed body what says how a store shows the category. */
export const categoryAppearanceSchema = z.object(appearanceFields);

/** `ItemCategoryCreate` of the published specification. */
export const categoryCreateSchema = z.object({
  name: z.string(),
  position: z.int(),
  parent_id: z.string().optional(),
  ...appearanceFields,
});

/** `ItemCategoryUpdate`. */
export const categoryUpdateSchema = categoryCreateSchema.partial();

/** `ItemCategoryBulkUpdate`. */
export const categoryPatchSchema = categoryUpdateSchema.extend({ id: z.string() });

export type CategoryUpdate = z.output<typeof categoryUpdateSchema>;

const CATEGORIES = '/v1/item_categories';
const CATEGORY = '/v1/item_categories/{item_category_id}';

export const itemCategoryOperations = [
  operation({
    method: 'GET',
    path: CATEGORIES,
    query: paginationSchema(10),
    run: ({ app, game, query }) => {
      const categories = listCategories(app.domain.store.tables, game.id);
      return { status: 200, body: pageOf(categories, query).map(categoryRead) };
    },
  }),
  operation({
    method: 'POST',
    path: CATEGORIES,
    body: categoryCreateSchema,
    run: ({ app, game, body }) => {
      const category = createCategory(app.domain, game, {
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
    run: ({ app, game, body }) => {
      const changes = body.map((change) => ({ id: change.id, ...categoryChange(change) }));
      return { status: 200, body: updateCategories(app.domain, game, changes).map(categoryRead) };
    },
  }),
  operation({
    method: 'DELETE',
    path: CATEGORIES,
    body: bulkDeleteSchema,
    run: ({ app, game, body }) => {
      deleteCategories(
        app.domain,
        game,
        body.map(({ id }) => id),
      );
      return { status: 204 };
    },
  }),
  operation({
    method: 'GET',
    path: CATEGORY,
    run: ({ app, game, params }) => {
      const category = getCategory(app.domain.store.tables, game.id, params['item_category_id'] ?? '');
      return { status: 200, body: categoryRead(category) };
    },
  }),
  operation({
    method: 'PUT',
    path: CATEGORY,
    body: categoryUpdateSchema,
    run: ({ app, game, params, body }) => {
      const id = params['item_category_id'] ?? '';
      return { status: 200, body: categoryRead(updateCategory(app.domain, game, id, categoryChange(body))) };
    },
  }),
  operation({
    method: 'DELETE',
    path: CATEGORY,
    run: ({ app, game, params }) => {
      deleteCategories(app.domain, game, [params['item_category_id'] ?? '']);
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
