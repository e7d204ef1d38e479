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
import { pageOf, pageParameters } from '../../api/pagination.ts';
import { expressionSchema, uriSchema } from '../../api/schemas.ts';
import { bulkDeleteSchema, NAMED_TWICE } from './item-schemas.ts';
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

/** Selects the fields that describe how a store shows the category. */
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

/** `ItemCategoryRead`. */
const categoryReadSchema = z.lazy(() =>
  z
    .object({
      ...appearanceFields,
      id: z.string(),
      name: z.string(),
      position: z.int(),
      parent_id: z.string().optional(),
    })
    .meta({ id: 'ItemCategoryRead' }),
);

const CATEGORIES = '/v1/item_categories';
const CATEGORY = '/v1/item_categories/{item_category_id}';
const UNKNOWN = 'The game has no such item category.';

export const itemCategoryOperations = [
  operation({
    id: 'get_item_categories',
    method: 'GET',
    path: CATEGORIES,
    summary: 'List item categories, by position.',
    query: z.object(pageParameters()),
    response: { 200: z.array(categoryReadSchema) },
    run: ({ app, game, query }) =>
      pageOf(listCategories(app.domain.store.tables, game.id), query).map(categoryRead),
  }),
  operation({
    id: 'create_item_category',
    method: 'POST',
    path: CATEGORIES,
    summary: 'Create an item category.',
    body: categoryCreateSchema,
    response: { 201: categoryReadSchema },
    run: ({ app, game, body }) => {
      const category = createCategory(app.domain, game, {
        name: body.name,
        position: body.position,
        parentId: emptyAsNull(body.parent_id) ?? null,
        appearance: categoryAppearanceSchema.parse(body),
      });
      return categoryRead(category);
    },
  }),
  operation({
    id: 'bulk_update_item_categories',
    method: 'PATCH',
    path: CATEGORIES,
    summary: 'Change several item categories, all or none.',
    body: z.array(categoryPatchSchema),
    response: { 200: z.array(categoryReadSchema) },
    errors: { 404: UNKNOWN, 409: NAMED_TWICE },
    run: ({ app, game, body }) => {
      const changes = body.map((change) => ({ id: change.id, ...categoryChange(change) }));
      return updateCategories(app.domain, game, changes).map(categoryRead);
    },
  }),
  operation({
    id: 'bulk_delete_item_categories',
    method: 'DELETE',
    path: CATEGORIES,
    summary: 'Delete several item categories, all or none.',
    body: bulkDeleteSchema,
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, body }) => {
      deleteCategories(
        app.domain,
        game,
        body.map(({ id }) => id),
      );
    },
  }),
  operation({
    id: 'get_item_category',
    method: 'GET',
    path: CATEGORY,
    summary: 'Read an item category.',
    response: { 200: categoryReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) =>
      categoryRead(getCategory(app.domain.store.tables, game.id, params.item_category_id)),
  }),
  operation({
    id: 'update_item_category',
    method: 'PUT',
    path: CATEGORY,
    summary: 'Change an item category.',
    body: categoryUpdateSchema,
    response: { 200: categoryReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body }) =>
      categoryRead(updateCategory(app.domain, game, params.item_category_id, categoryChange(body))),
  }),
  operation({
    id: 'delete_item_category',
    method: 'DELETE',
    path: CATEGORY,
    summary: 'Delete an item category.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      deleteCategories(app.domain, game, [params.item_category_id]);
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

/** `ItemCategoryRead` of the published specification. Unset fields are absent, not null. */
export function categoryRead(category: ItemCategory) {
  return {
    ...(category.appearance as z.output<typeof categoryAppearanceSchema>),
    id: category.id,
    name: category.name,
    position: category.position,
    parent_id: category.parentId ?? undefined,
  };
}
