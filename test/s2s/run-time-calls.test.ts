import { expect, it } from 'vitest';
import { coverageOf, WITHOUT_MEANING } from '../../src/fidelity/coverage.ts';
import { operationName, type Method } from '../../src/http/api/operation.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';

/** What game servers call while players play, with what has to be there for these calls to work on. */
const CALLS = [
  'GET /v1/achievements',
  'POST /v1/achievements',
  'PATCH /v1/achievements',
  'GET /v1/achievements/{achievement_id}',
  'PUT /v1/achievements/{achievement_id}',
  'DELETE /v1/achievements/{achievement_id}',
  'POST /v1/achievements/{achievement_type}/unlock',
  'GET /v1/leaderboards',
  'POST /v1/leaderboards',
  'GET /v1/leaderboards/{leaderboard_id}',
  'PUT /v1/leaderboards/{leaderboard_id}',
  'DELETE /v1/leaderboards/{leaderboard_id}',
  'GET /v1/leaderboards/{leaderboard_id}/members',
  'PUT /v1/leaderboards/{leaderboard_id}/members/{member_id}',
  'POST /v1/leaderboards/{leaderboard_id}/submit_score',
  'GET /v1/loyalty',
  'PUT /v1/loyalty/{loyalty_settings_id}',
  'GET /v1/loyalty/{loyalty_settings_id}/tiers',
  'PUT /v1/loyalty/{loyalty_settings_id}/tiers',
  'POST /v1/loyalty/{loyalty_settings_id}/issue_points',
  'POST /v1/players/{player_id}/issue_loyalty_points',
  'GET /v1/creators/countries',
  'GET /v1/creators',
  'POST /v1/creators',
  'GET /v1/creators/{creator_id}',
  'PUT /v1/creators/{creator_id}',
  'DELETE /v1/creators/{creator_id}',
  'GET /v1/creators/{creator_id}/social-accounts',
  'POST /v1/events',
  'POST /v1/gdpr_requests',
] as const satisfies readonly `${Method} /v1/${string}`[];

// The conformance test drives each of OPERATIONS, and `drift` compares each of them.
it('the calls of game servers at run time are served by rules of their own, with and without --spec', () => {
  const served = OPERATIONS.map(operationName);
  expect(CALLS.filter((name) => !served.includes(name))).toEqual([]);
  const specified = { version: '1', operations: PUBLISHED, unserved: unserved() };
  for (const generic of [null, specified]) {
    const { operations } = coverageOf(PUBLISHED, OPERATIONS, generic);
    const byName = new Map(operations.map((one) => [operationName(one), one.serving]));
    expect(new Set(CALLS.map((name) => byName.get(name)))).toEqual(new Set(['own rules']));
  }
});

/** The operations that only rules of their own can serve. */
function unserved() {
  return PUBLISHED.filter((one) => WITHOUT_MEANING.has(operationName(one))).map((one) => ({
    ...one,
    reason: 'no meaning',
  }));
}
