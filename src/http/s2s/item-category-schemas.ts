import { z } from 'zod';
import { expressionSchema } from './expression.ts';
import { uriSchema } from './links.ts';

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
