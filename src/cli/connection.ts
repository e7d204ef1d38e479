import type { Settings } from '../settings/settings.ts';

/** What a client needs to use a running emulator. */
export interface Connection {
  readonly url: string;
  /** Ends in `/s2s/v1`, as a client of the API expects. */
  readonly apiUrl: string;
  readonly key: string;
  /** The secret of the webhook of `--webhook`; `null` without one. */
  readonly webhookSecret: string | null;
  readonly dashboardUrl: string;
}

export function connectionOf(
  url: string,
  { s2sKey }: Pick<Settings, 's2sKey'>,
  webhookSecret: string | null,
): Connection {
  return { url, apiUrl: `${url}/s2s/v1`, key: s2sKey, webhookSecret, dashboardUrl: `${url}/dashboard` };
}

/** The same as environment variables. Without a webhook, its secret is empty, so that no inherited value remains. */
export function connectionVariables(connection: Connection): Readonly<Record<string, string>> {
  const { url, apiUrl, key, webhookSecret, dashboardUrl } = connection;
  return {
    AGHANIM_EMULATOR_URL: url,
    AGHANIM_EMULATOR_API_URL: apiUrl,
    AGHANIM_EMULATOR_KEY: key,
    AGHANIM_EMULATOR_WEBHOOK_SECRET: webhookSecret ?? '',
    AGHANIM_EMULATOR_DASHBOARD_URL: dashboardUrl,
  };
}
