import type { DomainContext } from '../../domain/model/context.ts';
import type { Game } from '../../domain/model/game.ts';
import type { VerifiedPlayer } from '../../domain/hub/answers.ts';
import { askToVerify, type QuestionResult } from '../../domain/hub/questions.ts';
import { dashboardDeliveryPath } from '../server/page-paths.ts';
import { answerTo } from './waiting.ts';

/** Why the hub does not go on, for the page. */
export interface HubProblem {
  readonly kind: 'banned' | 'refused' | 'no_answer' | 'unusable_answer';
  readonly status: number;
  readonly heading: string;
  readonly detail: string;
  /** What the developer of the game can do about it; `null` if there is nothing to say. */
  readonly hint: string | null;
  /** Where the dashboard shows what the game answered; `null` if it was not asked. */
  readonly delivery: string | null;
}

/** What the game says about a player: `null` if no webhook takes `player.verify`. */
export type Verification = { readonly player: VerifiedPlayer | null } | { readonly problem: HubProblem };

/** Asks the game to verify a player, and waits for the answer. A banned player is not let in. */
export async function verifyPlayer(
  domain: DomainContext,
  game: Game,
  playerId: string,
  components: Readonly<Record<string, unknown>> | null = null,
): Promise<Verification> {
  const result = await answerTo(domain, askToVerify(domain, game, playerId, components));
  if (result.kind === 'unasked') return { player: null };
  if (result.kind !== 'accepted') return { problem: problemOf(game, result, `player ${playerId}`) };
  if (result.value.banned !== true) return { player: result.value };
  const detail = `The game says that player ${playerId} is banned.`;
  return { problem: { ...refused('This player is banned', detail), kind: 'banned' } };
}

export function refused(heading: string, detail: string): HubProblem {
  return { kind: 'refused', status: 403, heading, detail, hint: null, delivery: null };
}

/** What to say when the game did not answer as the hub needs it; `what` was asked for. */
export function problemOf(
  game: Game,
  result: Exclude<QuestionResult<unknown>, { kind: 'accepted' | 'unasked' }>,
  what: string,
): HubProblem {
  if (result.kind === 'refused') return refused('The game refuses', `${what}: ${result.message}`);
  if (result.kind === 'pending') {
    return {
      kind: 'no_answer',
      status: 504,
      heading: 'The game does not answer',
      detail: `${what}: no answer yet.`,
      hint: null,
      delivery: null,
    };
  }
  return {
    kind: 'unusable_answer',
    status: 502,
    heading: 'The game gave no usable answer',
    detail: `${what}: ${result.reason}`,
    hint: result.hint,
    delivery: dashboardDeliveryPath(game, result.deliveryId),
  };
}
