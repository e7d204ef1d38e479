import * as z from 'zod';
import { issuePointsToUser } from '../../../domain/loyalty/points.ts';
import {
  getProgram,
  openProgram,
  type ProgramChange,
  programWindow,
  updateProgram,
} from '../../../domain/loyalty/program.ts';
import { replaceTiers } from '../../../domain/loyalty/tiers.ts';
import type { LoyaltyProgram, LoyaltyTier } from '../../../domain/model/loyalty.ts';
import type { ReadTables } from '../../../domain/model/tables.ts';
import { milliseconds, seconds } from '../../../domain/wire/time.ts';
import { operation } from '../../api/operation.ts';
import { emptySchema, type Expression } from '../../api/schemas.ts';
import { catalogueItemRead, emptyAsNull, withoutNulls } from '../items/item-wire.ts';
import {
  programReadSchema,
  programUpdateSchema,
  type ProgramUpdate,
  programWithWindowSchema,
  tierItemSchema,
  tierReadSchema,
  tiersSchema,
} from './loyalty-schemas.ts';

const PROGRAM = '/v1/loyalty/{loyalty_settings_id}';
const UNKNOWN = 'The game has no such loyalty program.';

export const loyaltyOperations = [
  operation({
    id: 'get_loyalty_settings',
    method: 'GET',
    path: '/v1/loyalty',
    summary: 'Read the loyalty program of the game. The first call creates it (201).',
    response: { 200: programWithWindowSchema, 201: programWithWindowSchema },
    run: ({ app, game }) => {
      const { program, isNew } = openProgram(app.domain, game);
      const { startAt, endAt } = programWindow(program, app.domain.clock.now());
      const window = withoutNulls({
        start_at: startAt && seconds(startAt),
        end_at: endAt && seconds(endAt),
      });
      const body = { ...programRead(program), time_window: window };
      return isNew ? { status: 201, body } : { status: 200, body };
    },
  }),
  operation({
    id: 'update_loyalty_settings',
    method: 'PUT',
    path: PROGRAM,
    summary: 'Change the loyalty program.',
    body: programUpdateSchema,
    response: { 200: programReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body }) =>
      programRead(updateProgram(app.domain, game, params.loyalty_settings_id, programChange(body))),
  }),
  operation({
    id: 'get_loyalty_tiers',
    method: 'GET',
    path: `${PROGRAM}/tiers`,
    summary: 'List the tiers of the loyalty program, by points.',
    response: { 200: z.array(tierReadSchema) },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      const { tiers } = getProgram(tables, game.id, params.loyalty_settings_id);
      return tiers.map((tier) => tierRead(tables, tier));
    },
  }),
  operation({
    id: 'update_loyalty_tiers',
    method: 'PUT',
    path: `${PROGRAM}/tiers`,
    summary: 'Replace the tiers of the loyalty program.',
    body: tiersSchema,
    response: { 200: z.array(tierReadSchema) },
    errors: {
      404: 'The game has no such loyalty program, or the program no such tier.',
      409: 'A tier is named twice.',
    },
    run: ({ app, game, params, body }) => {
      const given = body.map(({ id = null, image_url: imageUrl, items, name, points }) => ({
        id,
        name,
        points,
        imageUrl,
        items: items.map(({ id: itemId, count = null }) => ({ itemId, count })),
      }));
      const tiers = replaceTiers(app.domain, game, params.loyalty_settings_id, given);
      return tiers.map((tier) => tierRead(app.domain.store.tables, tier));
    },
  }),
  operation({
    id: 'issue_loyalty_points',
    method: 'POST',
    path: `${PROGRAM}/issue_points`,
    summary: 'Give a user loyalty points.',
    body: z.object({ user_id: z.string(), amount: z.int().gt(0) }),
    response: { 200: emptySchema },
    errors: {
      404: 'The game has no such loyalty program or user.',
      409: 'The user is linked to no player.',
    },
    run: ({ app, game, params, body }) => {
      issuePointsToUser(app.domain, game, params.loyalty_settings_id, body.user_id, body.amount);
      return {};
    },
  }),
];

export function programChange(body: ProgramUpdate): ProgramChange {
  return {
    name: body.name,
    key: body.key,
    description: body.description,
    imageUrl: emptyAsNull(body.image_url),
    customIconUrl: body.custom_icon_url,
    activatedAt: momentOf(body.activated_at),
    endAt: momentOf(body.end_at),
    period: body.period,
    repeatable: body.repeatable,
    requirementsExpression: body.requirements_expression,
    pointsRate: body.points_rate,
    priceSource: body.price_source,
    excludedSalesChannels: body.excluded_sales_channels,
    showStoreButton: body.show_store_button,
  };
}

function momentOf(unixSeconds: number | undefined): number | undefined {
  return unixSeconds === undefined ? undefined : milliseconds(unixSeconds);
}

/** `LoyaltySettings` of the published specification, whose fields can be null. */
export function programRead(program: LoyaltyProgram) {
  const { activatedAt, endAt } = program;
  return {
    id: program.id,
    game_id: program.gameId,
    name: program.name,
    key: program.key,
    description: program.description,
    image_url: program.imageUrl,
    custom_icon_url: program.customIconUrl,
    activated_at: activatedAt === null ? null : seconds(activatedAt),
    end_at: endAt === null ? null : seconds(endAt),
    period: program.period,
    repeatable: program.repeatable,
    requirements_expression: program.requirementsExpression as Expression | null,
    points_rate: program.pointsRate,
    price_source: program.priceSource,
    excluded_sales_channels: program.excludedSalesChannels,
    show_store_button: program.showStoreButton,
  };
}

/** `LoyaltyTier` of the published specification. Items that were deleted from the catalogue are left out. */
function tierRead(tables: ReadTables, tier: LoyaltyTier) {
  const { id, name, points, imageUrl } = tier;
  const items = tier.items.flatMap(({ itemId, count }) => {
    const item = tables.items.get(itemId);
    return item
      ? [tierItemSchema.parse({ ...catalogueItemRead(tables, item), count: count ?? undefined })]
      : [];
  });
  return { id, name, points, image_url: imageUrl, items };
}
