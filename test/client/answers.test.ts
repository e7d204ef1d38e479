import { expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type {
  AttemptAnswer,
  DeliveryAnswer,
  EventAnswer,
  OrderAnswer,
  OrderWaitText,
  NotificationAnswer,
  PaymentAnswer,
  RequestAnswer,
  TimelineStep,
} from '../../src/client/answers.ts';
import type { FaultAnswerBody, FaultsAnswer, GameSettingsBody } from '../../src/client/game-answers.ts';
import type { PayBody } from '../../src/client/orders.ts';
import type { controlDeliverySchema } from '../../src/http/control/delivery-wire.ts';
import type { eventSchema } from '../../src/http/control/events.ts';
import type { faultsSchema } from '../../src/http/control/faults.ts';
import type { OrderWait } from '../../src/http/control/order-conditions.ts';
import type { controlOrderSchema } from '../../src/http/control/orders.ts';
import type { payBody } from '../../src/http/control/pay.ts';
import type { settingsBody } from '../../src/http/control/settings.ts';
import type { entrySchema } from '../../src/http/control/timeline.ts';
import type { LoggedView } from '../../src/http/request-log/view.ts';
import type { FaultAnswer } from '../../src/http/server/api-faults.ts';

type Answered<S extends z.ZodType> = z.output<S>;

it('the types of the client are those of the schemas of the control API', () => {
  type Order = Answered<typeof controlOrderSchema>;
  type Sent = Answered<typeof controlDeliverySchema>;
  expectTypeOf<Order>().toExtend<OrderAnswer>();
  expectTypeOf<Order['payments'][number]>().toExtend<PaymentAnswer>();
  expectTypeOf<Sent>().toExtend<DeliveryAnswer>();
  expectTypeOf<Sent['attempts'][number]>().toExtend<AttemptAnswer>();
  expectTypeOf<OrderWait>().toEqualTypeOf<OrderWaitText>();
  expectTypeOf<PayBody>().toExtend<z.input<typeof payBody>>();
  expectTypeOf<keyof z.input<typeof payBody>>().toEqualTypeOf<keyof PayBody>();
  expectTypeOf<keyof z.input<typeof settingsBody>>().toEqualTypeOf<keyof GameSettingsBody>();
  expectTypeOf<Answered<typeof faultsSchema>>().toExtend<FaultsAnswer>();
  expectTypeOf<FaultAnswerBody>().toEqualTypeOf<FaultAnswer>();
  expectTypeOf<RequestAnswer>().toEqualTypeOf<LoggedView>();
  type Entry = Answered<typeof entrySchema>;
  expectTypeOf<Entry>().toExtend<TimelineStep>();
  expectTypeOf<keyof Entry>().toEqualTypeOf<keyof TimelineStep>();
  type Envelope = Exclude<Answered<typeof eventSchema>, { readonly notification_type: unknown }>;
  expectTypeOf<Envelope>().toExtend<EventAnswer>();
  expectTypeOf<keyof Envelope>().toEqualTypeOf<keyof EventAnswer>();
  type Notification = Exclude<Answered<typeof eventSchema>, Envelope>;
  expectTypeOf<Notification['notification_type']>().toEqualTypeOf<NotificationAnswer['notification_type']>();
});
