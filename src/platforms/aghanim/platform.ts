import { isQuestion } from '../../domain/hub/answers.ts';
import type { RetrySchedule } from '../../domain/model/retry-schedule.ts';
import type { Store } from '../../domain/model/store.ts';
import type { Platform } from '../platform.ts';
import { aghanimEvents } from './events.ts';
import { aghanimProtocol } from './protocol.ts';
import type { MistakableSecret } from './signature-diagnosis.ts';

export interface AghanimOptions {
  readonly store: Store;
  /** Of games that have none of their own. */
  readonly retrySchedule: RetrySchedule;
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
    // Somebody waits for the answer to a question; a later one would come to nobody.
    retryScheduleFor: (game, eventType) =>
      isQuestion(eventType) ? [] : (game.retrySchedule ?? retrySchedule),
  };
}
