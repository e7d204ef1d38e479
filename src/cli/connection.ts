import { isLoopbackHost, type Settings } from '../settings/settings.ts';

/** What a client needs to use a running emulator. */
export interface ClientConnection {
  readonly url: string;
  /** Ends in `/s2s/v1`, as a client of the API expects. */
  readonly apiUrl: string;
  readonly key: string;
  /** The secret of the webhook of `--webhook`; `null` without one. */
  readonly webhookSecret: string | null;
  readonly dashboardUrl: string;
  /** The password of dashboard and control API; `null` when they need none. */
  readonly password: string | null;
}

export function connectionOf(
  url: string,
  { s2sKey, password }: Pick<Settings, 's2sKey' | 'password'>,
  webhookSecret: string | null,
): ClientConnection {
  return {
    url,
    apiUrl: `${url}/s2s/v1`,
    key: s2sKey,
    webhookSecret,
    dashboardUrl: `${url}/dashboard`,
    password,
  };
}

/**
 * The same as environment variables. Without a webhook, its secret is empty, so that no inherited value remains; without
 * a password, its variable is `undefined`, which removes it.
 */
export function connectionVariables(
  connection: ClientConnection,
): Readonly<Record<string, string | undefined>> {
  const { url, apiUrl, key, webhookSecret, dashboardUrl, password } = connection;
  return {
    AGHANIM_EMULATOR_URL: url,
    AGHANIM_EMULATOR_API_URL: apiUrl,
    AGHANIM_EMULATOR_KEY: key,
    AGHANIM_EMULATOR_WEBHOOK_SECRET: webhookSecret ?? '',
    AGHANIM_EMULATOR_DASHBOARD_URL: dashboardUrl,
    AGHANIM_PASSWORD: password ?? undefined,
  };
}

/** What to know when other machines can connect; `null` when they can't. */
export function exposureWarning({ host, password }: Pick<Settings, 'host' | 'password'>): string | null {
  if (isLoopbackHost(host)) return null;
  return password === null
    ? 'The control API and the dashboard are open to the network. --password protects them.'
    : 'The control API and the dashboard can be reached from the network. --password protects them.';
}
