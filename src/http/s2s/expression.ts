import { z } from 'zod';

const TOKEN_TYPES = [
  'attribute',
  'custom_attribute',
  'event_attribute',
  'custom_event_attribute',
  'operator',
  'number',
  'date',
  'string',
  'boolean',
  'list',
  'variable',
  'virtual_currency',
] as const;

const tokens = z.array(z.object({ type: z.enum(TOKEN_TYPES), value: z.unknown().optional() })).optional();

/** `Expression` of the published specification: kept and given back, never evaluated. */
export const expressionSchema = z.object({
  tokens,
  variables: z.array(z.object({ tokens, name: z.string() })).optional(),
});
