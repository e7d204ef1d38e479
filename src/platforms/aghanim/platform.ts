import { isQuestion } from '../../domain/hub/answers.ts';
import type { RetrySchedule } from '../../domain/model/retry-schedule.ts';
import type { Game } from '../../domain/model/game.ts';
import type { Store } from '../../domain/model/store.ts';
import type { Platform } from '../platform.ts';
import { aghanimEvents } from './events.ts';
import { aghanimProtocol } from './protocol.ts';
import { sign, signedHeaders } from './signature.ts';
import { explainRejectedSignature, type MistakableSecret } from './signature-diagnosis.ts';

export interface AghanimOptions {
  readonly store: Store;
  /** Of games that have none of their own. */
  readonly retrySchedule: () => RetrySchedule;
  /** The API keys, which a receiver may take for the secret of its webhook. */
  readonly keys: readonly MistakableSecret[];
}

export function createAghanim({ store, retrySchedule, keys }: AghanimOptions): Platform {
  return {
    events: aghanimEvents,
    // The S2S API is part of the HTTP layer itself.
    http: null,
    protocolFor({ id, signedAs }, game) {
      const { secret = '', previousSecret = null } = store.tables.webhooks.get(signedAs ?? id) ?? {};
      const previous =
        previousSecret === null ? [] : [{ name: 'the previous secret', value: previousSecret }];
      const ownKey = game.key === null ? [] : [{ name: 'the S2S key of the game', value: game.key }];
      return aghanimProtocol(secret, [...keys, ...ownKey, ...previous]);
    },
    // The hub page waits for the answer to a question, so a retry would come too late.
    retryScheduleFor: (game, eventType) =>
      isQuestion(eventType) ? [] : (game.retrySchedule ?? retrySchedule()),
  };
}

/** What the signature lab of the dashboard asks. */
export function aghanimSignatures(keys: readonly MistakableSecret[]) {
  return {
    headers: (secret: string, body: string, now: number) => signedHeaders(secret, body, now),
    explain: (game: Game, secret: string, body: string, timestamp: string, signature: string) => {
      if (signature.trim() === sign(secret, timestamp, body)) return null;
      const ownKey = game.key === null ? [] : [{ name: 'the S2S key of the game', value: game.key }];
      const request = { secret, mistakableSecrets: [...keys, ...ownKey], body };
      const response = { headers: {}, body: signature };
      return explainRejectedSignature(request, timestamp, response);
    },
  };
}
