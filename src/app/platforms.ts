import type { KeyObject } from 'node:crypto';
import type { PaymentPlatforms } from '../domain/model/context.ts';
import type { PaymentPlatformName } from '../domain/model/platform.ts';
import type { Ids } from '../domain/model/ids.ts';
import type { Store } from '../domain/model/store.ts';
import type { HttpExtension } from '../http/api/extension.ts';
import { aghanimSignatures, createAghanim } from '../platforms/aghanim/platform.ts';
import { createMidasPay } from '../platforms/midaspay/platform.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Settings } from '../settings/settings.ts';

/** Every payment platform, by its name. */
export type Platforms = Readonly<Record<PaymentPlatformName, Platform>>;

/** The settings that the platforms read. */
export type PlatformSettings = Pick<
  Settings,
  | 's2sKey'
  | 'liveS2sKey'
  | 'retrySchedule'
  | 'midaspayMerchantId'
  | 'midaspayWebhook'
  | 'midaspayRetrySchedule'
>;

/**
 * The one place that knows which payment platforms there are.
 *
 * @param settings schedules and the webhook are read when they are needed, because they may change
 * @param merchantKey the key in the file of `--midaspay-merchant-key`
 */
export function createPlatforms(
  settings: PlatformSettings,
  merchantKey: KeyObject | null,
  store: Store,
  ids: Ids,
): Platforms {
  return {
    aghanim: createAghanim({
      store,
      retrySchedule: () => settings.retrySchedule,
      keys: mistakableKeys(settings),
    }),
    midaspay: createMidasPay({
      store,
      ids,
      merchantId: settings.midaspayMerchantId,
      webhook: () => settings.midaspayWebhook,
      retrySchedule: () => settings.midaspayRetrySchedule,
      merchantKey,
    }),
  };
}

function mistakableKeys({ s2sKey, liveS2sKey }: Pick<Settings, 's2sKey' | 'liveS2sKey'>) {
  return [
    { name: 'the S2S key', value: s2sKey },
    { name: 'the live S2S key', value: liveS2sKey },
  ];
}

/** What `AppContext.signatures` does. */
export function createSignatures(settings: Pick<Settings, 's2sKey' | 'liveS2sKey'>) {
  return aghanimSignatures(mistakableKeys(settings));
}

/** The platforms as the domain sees them. */
export function paymentPlatforms(platforms: Platforms): PaymentPlatforms {
  return {
    of: (order) => platforms[order?.paymentPlatform ?? 'aghanim'].events,
    named: (name) => platforms[name].events,
  };
}

/** What the platforms add to the HTTP layer. */
export function httpExtensions(platforms: Platforms): readonly HttpExtension[] {
  return Object.values(platforms).flatMap(({ http }) => http ?? []);
}
