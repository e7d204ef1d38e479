import { achievementOperations } from './achievements/achievements.ts';
import { couponOperations } from './coupons/coupons.ts';
import { itemCategoryOperations } from './items/categories.ts';
import { itemOperations } from './items/items.ts';
import { creatorOperations } from './creators/creators.ts';
import { gameEventOperations } from './game-events/game-events.ts';
import { gdprRequestOperations } from './gdpr-requests/gdpr-requests.ts';
import { leaderboardMemberOperations } from './leaderboards/members.ts';
import { leaderboardOperations } from './leaderboards/leaderboards.ts';
import { localeOperations } from './items/locales.ts';
import type { Operation } from '../api/operation.ts';
import { loyaltyOperations } from './loyalty/loyalty.ts';
import { orderOperations } from './orders/orders.ts';
import { paymentOperations } from './payments/payments.ts';
import { playerOperations } from './players/players.ts';
import { pricePointOperations } from './items/price-points.ts';
import { priceTemplateOperations } from './items/price-templates.ts';
import { subscriptionOperations } from './players/subscriptions.ts';
import { userOperations } from './players/users.ts';
import { webhookOperations } from './webhooks/webhooks.ts';

/** The published operations that the emulator serves. */
export const OPERATIONS: readonly Operation[] = [
  ...orderOperations,
  ...webhookOperations,
  ...itemOperations,
  ...itemCategoryOperations,
  ...paymentOperations,
  ...couponOperations,
  ...playerOperations,
  ...subscriptionOperations,
  ...userOperations,
  ...priceTemplateOperations,
  ...pricePointOperations,
  ...localeOperations,
  ...achievementOperations,
  ...leaderboardOperations,
  ...leaderboardMemberOperations,
  ...gameEventOperations,
  ...loyaltyOperations,
  ...creatorOperations,
  ...gdprRequestOperations,
];
