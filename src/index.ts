export type { Address, StopOptions } from './app/lifecycle.ts';
export type { ActivityAnswer, ActivityOptions } from './client/activity.ts';
export type * from './client/answers.ts';
export type { ClockClient } from './client/clock.ts';
export { connect } from './client/connect.ts';
export type { DeliveriesClient, DeliveryQuery } from './client/deliveries.ts';
export { CreatedGame, EmulatorClient, type ConnectOptions } from './client/emulator.ts';
export {
  ControlError,
  EmulatorUnreachable,
  type PendingDelivery,
  type PlannedChange,
} from './client/errors.ts';
export type { FaultsClient } from './client/faults.ts';
export { GameClient, type EventQuery, type RequestQuery } from './client/game.ts';
export type { NewOrderBody, OrdersClient, PayBody } from './client/orders.ts';
export { createEmulator, Emulator, type EmulatorOptions } from './in-process.ts';
export { SettingsError, StartFailure } from './settings/errors.ts';
export type { WebhookOption } from './settings/options.ts';
