import * as z from 'zod';
import { operation } from '../api/operation.ts';
import { knownName } from '../s2s/operation-names.ts';
import { HttpRefusal } from '../server/problems.ts';

/** How many answers a game may have left at most. */
const ANSWERS_LIMIT = 10_000;

/** How much text they may have together, in characters. */
const ANSWERS_SIZE_LIMIT = 4 * 1024 * 1024;

const status = z.int().min(200).max(599);

const answerSchema = z
  .union([
    status,
    z.enum(['ok', 'reset', 'malformed', 'lost_after_commit']),
    z.strictObject({ delay_ms: z.int().min(0).max(600_000) }),
    z.strictObject({
      status,
      retry_after: z.int().min(0).max(86_400).optional(),
      body: z.unknown().optional(),
    }),
  ])
  .describe(
    'A status answers without doing anything, "reset" breaks the connection before any work. delay_ms does the work and answers late, "malformed" does it and answers with broken JSON, "lost_after_commit" does it and breaks the connection. "ok" lets a request pass.',
  );

export const faultsSchema = z.lazy(() =>
  z.object({ operation: z.string(), answers: z.array(answerSchema) }).meta({ id: 'Faults' }),
);

export const faultOperations = [
  operation({
    id: 'create_faults',
    method: 'POST',
    path: '/faults',
    summary: 'Declare how the next requests of an S2S operation fail, in order.',
    description: 'They concern the game only, and come after those that the operation already has.',
    body: z.strictObject({
      operation: z.string().min(1).describe('As published: "POST /v1/orders".'),
      answers: z.array(answerSchema).min(1).max(1000),
    }),
    response: { 201: faultsSchema },
    errors: { 409: 'The game has too many answers that were not consumed.' },
    run: ({ app, game, body: { operation: given, answers } }) => {
      const { faults } = app;
      const name = knownName(app, given, 'body');
      const left = faults.list(game.id).reduce((sum, known) => sum + known.answers.length, 0);
      if (left + answers.length > ANSWERS_LIMIT) {
        throw new HttpRefusal(409, `A game has at most ${ANSWERS_LIMIT} answers, and ${left} are left.`);
      }
      if (JSON.stringify([faults.list(game.id), answers]).length > ANSWERS_SIZE_LIMIT) {
        throw new HttpRefusal(409, 'The answers of a game that are left have at most 4 MiB together.');
      }
      faults.add(game.id, { operation: name, answers });
      const known = faults.list(game.id).find((one) => one.operation === name);
      return { operation: name, answers: known?.answers ?? [] };
    },
  }),
  operation({
    id: 'list_faults',
    method: 'GET',
    path: '/faults',
    summary: 'List the declared faults that no request has consumed, by operation.',
    response: { 200: z.lazy(() => z.object({ data: z.array(faultsSchema), total: z.int() })) },
    run: ({ app: { faults }, game }) => {
      const data = faults.list(game.id);
      return { data, total: data.length };
    },
  }),
];
