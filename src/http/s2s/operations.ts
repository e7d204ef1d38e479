import { couponOperations } from './coupons.ts';
import { itemCategoryOperations } from './item-categories.ts';
import { itemOperations } from './items.ts';
import { localeOperations } from './locales.ts';
import type { Operation } from './operation.ts';
import { orderOperations } from './orders.ts';
import { paymentOperations } from './payments.ts';
import { playerOperations } from './players.ts';
import { pricePointOperations } from './price-points.ts';
import { priceTemplateOperations } from './price-templates.ts';
import { userOperations } from './users.ts';
import { webhookOperations } from './webhooks.ts';

/** Every published operation that the emulator serves. */
export const OPERATIONS: readonly Operation[] = [
  ...orderOperations,
  ...webhookOperations,
  ...itemOperations,
  ...itemCategoryOperations,
  ...paymentOperations,
  ...couponOperations,
  ...playerOperations,
  ...userOperations,
  ...priceTemplateOperations,
  ...pricePointOperations,
  ...localeOperations,
];
