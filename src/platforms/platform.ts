import type { DeliveryProtocol } from '../delivery/ports.ts';
import type { PaymentPlatform } from '../domain/model/context.ts';
import type { Event } from '../domain/model/event.ts';
import type { Game } from '../domain/model/game.ts';
import type { Endpoint } from '../domain/model/platform.ts';
import type { RetrySchedule } from '../domain/model/retry-schedule.ts';
import type { HttpExtension } from '../http/api/extension.ts';

/** A payment platform: everything in which one differs from the others. The app registers them all in one place. */
export interface Platform {
  /** What the domain knows of it. */
  readonly events: PaymentPlatform;
  /** How a delivery to an endpoint of the game is signed, and how the response is understood. */
  protocolFor(endpoint: Endpoint, game: Game): DeliveryProtocol;
  /** What it adds to the HTTP layer; `null` for nothing. */
  readonly http: HttpExtension | null;
  /** The delays between the attempts of the game's deliveries of an event. */
  retryScheduleFor(game: Game, eventType: Event['type']): RetrySchedule;
}
