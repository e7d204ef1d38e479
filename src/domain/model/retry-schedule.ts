/** Delays between the attempts of a delivery, in milliseconds: n delays make n + 1 attempts. */
export type RetrySchedule = readonly number[];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const RETRY_PRESET_NAMES = ['fast', 'realistic', 'none', 'midasbuy'] as const;

export type RetryPresetName = (typeof RETRY_PRESET_NAMES)[number];

/**
 * Aghanim does not publish its schedule. `fast` suits local work, `realistic` resembles production senders. `midasbuy` is
 * that of the store of the company behind MidasPay, which publishes none for MidasPay itself.
 */
export const RETRY_PRESETS: Readonly<Record<RetryPresetName, RetrySchedule>> = {
  fast: [1, 2, 5, 10, 30, 60].map((seconds) => seconds * SECOND),
  realistic: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR],
  midasbuy: [SECOND, MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 168 * HOUR],
  none: [],
};

export const MAX_RETRIES = 100;

/** Milliseconds; about 31 years. */
export const MAX_RETRY_DELAY = 999_999_999 * SECOND;

/** Completes the sentence "The schedule must be …". */
export const RETRY_SCHEDULE_NOTATION = `${RETRY_PRESET_NAMES.join(', ')} or at most ${MAX_RETRIES} delays in seconds separated by commas, such as 1,2.5,10`;

/** Reads a preset's name or delays in seconds, such as `1,2.5,60`; `null` when the text is neither. */
export function parseRetrySchedule(text: string): RetrySchedule | null {
  const preset = RETRY_PRESET_NAMES.find((name) => name === text.trim());
  if (preset !== undefined) return RETRY_PRESETS[preset];
  const seconds = text.split(',', MAX_RETRIES + 1).map((part) => part.trim());
  if (seconds.length > MAX_RETRIES) return null;
  if (!seconds.every((part) => /^\d{1,9}(\.\d{1,9})?$/.test(part))) return null;
  const delays = seconds.map((part) => Math.round(Number(part) * SECOND));
  return delays.every((delay) => delay <= MAX_RETRY_DELAY) ? delays : null;
}

/** The schedule in the notation that `parseRetrySchedule` reads. */
export function formatRetrySchedule(schedule: RetrySchedule): string {
  const preset = RETRY_PRESET_NAMES.find((name) => RETRY_PRESETS[name].join() === schedule.join());
  return preset ?? schedule.map((delay) => delay / SECOND).join();
}
