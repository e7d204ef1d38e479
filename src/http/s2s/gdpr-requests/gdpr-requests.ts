import * as z from 'zod';
import { removePersonalData } from '../../../domain/gdpr-requests/gdpr-requests.ts';
import { operation } from '../../api/operation.ts';
import { emptySchema } from '../../api/schemas.ts';

/** `GDPRDataRemovalRequest` of the published specification. */
const removalSchema = z.object({
  email: z.email().optional(),
  user_id: z.string().max(32).optional(),
  player_id: z.string().optional(),
});

export const gdprRequestOperations = [
  operation({
    id: 'gdpr_data_removal',
    method: 'POST',
    path: '/v1/gdpr_requests',
    summary: 'Remove the data of a person. Orders and payments stay, without what tells who paid.',
    body: removalSchema,
    response: { 202: emptySchema },
    errors: { 404: 'The game knows no such person.' },
    run: ({ app, game, body, requestId }) => {
      const { email = null, user_id: userId = null, player_id: playerId = null } = body;
      removePersonalData(app.domain, game, { email, userId, playerId }, requestId);
      return {};
    },
  }),
];
