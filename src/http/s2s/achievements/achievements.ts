import * as z from 'zod';
import {
  type AchievementChange,
  createAchievement,
  deleteAchievement,
  getAchievement,
  listAchievements,
  unlockAchievement,
  updateAchievement,
  updateAchievements,
} from '../../../domain/achievements/achievements.ts';
import { type Achievement, ACHIEVEMENT_TYPES } from '../../../domain/model/achievement.ts';
import { operation } from '../../api/operation.ts';
import { pageOf, pageParameters } from '../../api/pagination.ts';
import { uriUpTo } from '../../api/schemas.ts';

const fields = {
  name: z.string().min(1).max(255),
  description: z.string().max(512),
  image_url: uriUpTo(2083),
  type: z.union([z.enum(ACHIEVEMENT_TYPES), z.string()]),
  position: z.int(),
};

/** `AchievementCreate` of the published specification. */
export const achievementCreateSchema = z.object(fields);

/** `AchievementUpdate`. */
const updateSchema = achievementCreateSchema.partial();

/** `AchievementBulkUpdate`. */
const bulkUpdateSchema = updateSchema.extend({ id: z.string().max(32) });

/** `AchievementRead`. */
const readSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      image_url: z.string(),
      type: z.string(),
      position: z.int(),
    })
    .meta({ id: 'AchievementRead' }),
);

const ACHIEVEMENTS = '/v1/achievements';
const ACHIEVEMENT = '/v1/achievements/{achievement_id}';
const UNKNOWN = 'The game has no such achievement.';
const TAKEN = 'Another achievement has the type.';

export const achievementOperations = [
  operation({
    id: 'get_achievements',
    method: 'GET',
    path: ACHIEVEMENTS,
    summary: 'List achievements, by position.',
    query: z.object(pageParameters()),
    response: { 200: z.array(readSchema) },
    run: ({ app, game, query }) =>
      pageOf(listAchievements(app.domain.store.tables, game.id), query).map(achievementRead),
  }),
  operation({
    id: 'create_achievement',
    method: 'POST',
    path: ACHIEVEMENTS,
    summary: 'Create an achievement.',
    body: achievementCreateSchema,
    response: { 201: readSchema },
    errors: { 409: TAKEN },
    run: ({ app, game, body: { image_url: imageUrl, ...body } }) =>
      achievementRead(createAchievement(app.domain, game, { ...body, imageUrl })),
  }),
  operation({
    id: 'bulk_update_achievement',
    method: 'PATCH',
    path: ACHIEVEMENTS,
    summary: 'Change several achievements, all or none.',
    body: z.array(bulkUpdateSchema),
    response: { 200: z.array(readSchema) },
    errors: { 404: UNKNOWN, 409: TAKEN },
    run: ({ app, game, body }) => {
      const changes = body.map((one) => ({ id: one.id, change: achievementChange(one) }));
      return updateAchievements(app.domain, game, changes).map(achievementRead);
    },
  }),
  operation({
    id: 'get_achievement',
    method: 'GET',
    path: ACHIEVEMENT,
    summary: 'Read an achievement.',
    response: { 200: readSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) =>
      achievementRead(getAchievement(app.domain.store.tables, game.id, params.achievement_id)),
  }),
  operation({
    id: 'update_achievement',
    method: 'PUT',
    path: ACHIEVEMENT,
    summary: 'Change an achievement.',
    body: updateSchema,
    response: { 200: readSchema },
    errors: { 404: UNKNOWN, 409: TAKEN },
    run: ({ app, game, params, body }) =>
      achievementRead(updateAchievement(app.domain, game, params.achievement_id, achievementChange(body))),
  }),
  operation({
    id: 'delete_achievement',
    method: 'DELETE',
    path: ACHIEVEMENT,
    summary: 'Delete an achievement.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      deleteAchievement(app.domain, game, params.achievement_id);
    },
  }),
  operation({
    id: 'unlock_achievement',
    method: 'POST',
    path: '/v1/achievements/{achievement_type}/unlock',
    summary: 'Give a player the achievement of a type.',
    body: z.object({ player_id: z.string() }),
    response: { 204: null },
    errors: { 404: 'The game has no such player, or no achievement of the type.' },
    run: ({ app, game, params, body }) => {
      unlockAchievement(app.domain, game, params.achievement_type, body.player_id);
    },
  }),
];

function achievementChange(body: z.output<typeof updateSchema>): AchievementChange {
  const { name, description, image_url: imageUrl, type, position } = body;
  return { name, description, imageUrl, type, position };
}

/** `AchievementRead` of the published specification. */
function achievementRead(achievement: Achievement) {
  const { id, name, description, imageUrl, type, position } = achievement;
  return { id, name, description, image_url: imageUrl, type, position };
}
