import type { Rule, Topic } from './rule.ts';
import { ACHIEVEMENTS } from './topics/achievements.ts';
import { ANSWERS } from './topics/answers.ts';
import { BUNDLES, CATALOGUE, PRICES } from './topics/catalogue.ts';
import { CHECKOUT } from './topics/checkout.ts';
import { COUPONS } from './topics/coupons.ts';
import { CREATORS } from './topics/creators.ts';
import { EVENTS } from './topics/events.ts';
import { GAME_EVENTS } from './topics/game-events.ts';
import { GDPR_REQUESTS } from './topics/gdpr-requests.ts';
import { GENERIC } from './topics/generic.ts';
import { GRANTING } from './topics/granting.ts';
import { HUB } from './topics/hub.ts';
import { LEADERBOARDS } from './topics/leaderboards.ts';
import { LOYALTY } from './topics/loyalty.ts';
import { MIDASPAY } from './topics/midaspay.ts';
import { IDS, MONEY } from './topics/money.ts';
import { ORDERS } from './topics/orders.ts';
import { PAYMENTS } from './topics/payments.ts';
import { PLAYERS } from './topics/players.ts';
import { REQUESTS } from './topics/requests.ts';
import { SUBSCRIPTIONS } from './topics/subscriptions.ts';
import { WEBHOOKS } from './topics/webhooks.ts';

/** Every rule by topic, in the order of the page. */
export const TOPICS: readonly Topic[] = [
  REQUESTS,
  IDS,
  MONEY,
  ORDERS,
  PAYMENTS,
  GRANTING,
  EVENTS,
  WEBHOOKS,
  ANSWERS,
  CHECKOUT,
  CATALOGUE,
  BUNDLES,
  PRICES,
  COUPONS,
  CREATORS,
  PLAYERS,
  ACHIEVEMENTS,
  SUBSCRIPTIONS,
  HUB,
  LEADERBOARDS,
  GAME_EVENTS,
  LOYALTY,
  GDPR_REQUESTS,
  GENERIC,
  MIDASPAY,
];

export const RULES: readonly Rule[] = TOPICS.flatMap(({ rules }) => rules);
