import * as z from 'zod';
import { changeClock, CLOCK_MODES, clockOf, modeOf, setClockBack } from '../../domain/games/clocks.ts';
import type { Game } from '../../domain/model/game.ts';
import { LATEST_TIME, SIGNATURE_TIMES } from '../../domain/model/game-clock.ts';
import { seconds } from '../../domain/wire/time.ts';
import { operation } from '../api/operation.ts';
import type { AppContext } from '../server/app-context.ts';
import { InvalidRequest } from '../server/problems.ts';
import { advanceClock } from './advance.ts';
import { deliveriesOf } from './delivery-run.ts';
import { durationField, momentField } from './moments.ts';
import { entrySchema, entryWire } from './timeline.ts';
import { waitFailed, waitFailedSchema } from './wait-answers.ts';

const clockFields = {
  now: z.int().describe('The time of the game, in Unix seconds.'),
  mode: z.enum(CLOCK_MODES).describe('"real" runs at the rate of the real time, "frozen" stands still.'),
  signature_time: z
    .enum(SIGNATURE_TIMES)
    .describe('The time in the signatures of webhooks, which receivers compare with their own clock.'),
};

const clockSchema = z.lazy(() => z.object(clockFields).meta({ id: 'Clock' }));

const movedClockSchema = z.lazy(() =>
  z
    .object({
      ...clockFields,
      timeline: z.array(z.string()).describe('The texts of the entries.'),
      entries: z.array(entrySchema).describe('What happened, oldest first: the first 1000 of it.'),
      total: z.int().describe('How many entries there are.'),
    })
    .meta({ id: 'MovedClock' }),
);

/** How many entries an answer has at most. */
const ENTRIES_LIMIT = 1000;

const timeoutField = z
  .int()
  .min(0)
  .max(600_000)
  .default(60_000)
  .describe('How long the attempts may take in all, in milliseconds of real time.');

const MOVING = {
  response: { 200: movedClockSchema, 409: waitFailedSchema },
} as const;

export const clockOperations = [
  operation({
    id: 'read_clock',
    method: 'GET',
    path: '/clock',
    summary: 'Read the clock of the game.',
    response: { 200: clockSchema },
    run: ({ app, game }) => clockWire(app, game),
  }),
  operation({
    id: 'change_clock',
    method: 'POST',
    path: '/clock',
    summary: 'Freeze the clock of the game or let it go on, and choose the time of signatures.',
    description:
      'A clock that goes on starts from the time at which it stood. Signatures have the real time unless signature_time is "virtual"; bodies have the time of the game.',
    body: z.strictObject({
      mode: z.enum(CLOCK_MODES).optional(),
      signature_time: z.enum(SIGNATURE_TIMES).optional(),
    }),
    response: { 200: clockSchema },
    run: ({ app, game, body: { mode, signature_time: signatureTime } }) => {
      changeClock(app.domain, game, { mode, signatureTime });
      return clockWire(app, game);
    },
  }),
  operation({
    id: 'advance_clock',
    method: 'POST',
    path: '/clock/advance',
    summary: 'Move the clock of the game forward, and run everything that falls due, in order.',
    description:
      'Takes either by, a duration, or to, a moment that is not in the past. Answers when the attempts that this caused have ended, with what happened. Attempts take real time.',
    body: z.strictObject({
      by: durationField.optional(),
      to: momentField.optional(),
      timeout_ms: timeoutField,
    }),
    ...MOVING,
    run: ({ app, game, body: { by, to, timeout_ms: timeoutMs } }) => {
      if ((by === undefined) === (to === undefined)) throw invalid([], 'Give either by or to');
      return move(app, game, timeoutMs, (now) => {
        const target = to ?? now + (by ?? 0);
        if (target > LATEST_TIME) throw invalid(['by'], 'The clock would pass the year 9999');
        if (target < Math.floor(now / 1000) * 1000) {
          throw invalid(['to'], `It is ${isoTime(now)} already; set the clock back with /clock/set`);
        }
        return target;
      });
    },
  }),
  operation({
    id: 'set_clock',
    method: 'POST',
    path: '/clock/set',
    summary: 'Set the clock of the game to a moment.',
    description:
      'Forward is like /clock/advance. Backward is possible only while the game has no orders, and runs nothing.',
    body: z.strictObject({ to: momentField, timeout_ms: timeoutField }),
    ...MOVING,
    errors: { 409: 'The game has orders, so its clock cannot be set back; or attempts did not end in time.' },
    run: ({ app, game, body: { to, timeout_ms: timeoutMs } }) => {
      return move(app, game, timeoutMs, (now) => {
        if (to < Math.floor(now / 1000) * 1000) setClockBack(app.domain, game, to);
        return to;
      });
    },
  }),
];

/** @param targetOf the moment to move to, given the present one */
async function move(app: AppContext, game: Game, timeoutMs: number, targetOf: (now: number) => number) {
  const { domain, clockTurns } = app;
  const result = await clockTurns.run(game.id, () =>
    advanceClock(app, game, targetOf(domain.clock.now()), timeoutMs),
  );
  const { tables } = domain.store;
  if (result.failure !== null) {
    const detail = `The clock stopped at ${isoTime(domain.clock.now())}: ${result.failure}`;
    return {
      status: 409,
      body: waitFailed(domain, game, detail, deliveriesOf(tables, game, undefined)),
    } as const;
  }
  const { entries } = result;
  const shown = entries.slice(0, ENTRIES_LIMIT);
  const body = {
    ...clockWire(app, game),
    timeline: shown.map(({ text }) => text),
    entries: shown.map(entryWire),
    total: entries.length,
  };
  return { status: 200, body } as const;
}

function clockWire({ domain }: AppContext, game: Game) {
  const clock = clockOf(domain.store.tables, game.id);
  return {
    now: seconds(domain.clock.now()),
    mode: modeOf(clock),
    signature_time: clock.signatureTime,
  };
}

function isoTime(moment: number): string {
  return new Date(moment).toISOString();
}

function invalid(path: readonly string[], msg: string): InvalidRequest {
  return new InvalidRequest([{ loc: ['body', ...path], msg, type: 'value_error' }]);
}
