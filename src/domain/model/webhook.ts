import type { EventType } from './event.ts';

export type WebhookMethod = 'GET' | 'POST';

export interface Webhook {
  readonly id: string;
  readonly gameId: string;
  readonly url: string;
  readonly events: readonly EventType[];
  readonly method: WebhookMethod;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly enabledLogs: boolean;
  readonly playerContextEnabled: boolean | null;
  readonly batchMode: boolean | null;
  readonly secret: string;
  /** The secret before the last `expire_secret`; helps to explain a signature mismatch. */
  readonly previousSecret: string | null;
  /** Since when every attempt has failed; kept with the rule `pauseWebhookAfterMs`. Records of version 0.1 lack it. */
  readonly failingSince?: number | null | undefined;
  /** While it is set, nothing is sent except what a person asks for. Records of version 0.1 lack it. */
  readonly pausedAt?: number | null | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
