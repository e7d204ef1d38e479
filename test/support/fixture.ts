import type { KeyObject } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { pino, type Logger } from 'pino';
import request from 'supertest';
import { baseForOtherDevices } from '../../src/app/network.ts';
import { deliverySigner } from '../../src/app/outbox.ts';
import { createSignatures, httpExtensions, type PlatformSettings } from '../../src/app/platforms.ts';
import type { Rules } from '../../src/domain/model/context.ts';
import type { AppContext, HttpConfig } from '../../src/http/server/app-context.ts';
import { coverageOf } from '../../src/fidelity/coverage.ts';
import type { GenericApi } from '../../src/http/api/operation.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { operationNames } from '../../src/http/s2s/operation-names.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { parseOptions } from '../../src/settings/options.ts';
import { RunTimeSettings } from '../../src/settings/run-time.ts';
import { createListener } from '../../src/http/listener.ts';
import { ActivityLog } from '../../src/http/server/activity-log.ts';
import { EventStreams } from '../../src/http/server/event-stream.ts';
import { createApiFaults } from '../../src/http/server/api-faults.ts';
import { PasswordGuard } from '../../src/http/server/password.ts';
import { PageViews } from '../../src/http/server/page-views.ts';
import { createRequestLog } from '../../src/http/server/request-log.ts';
import { UnreadAnswers } from '../../src/http/server/unread-answers.ts';
import { GameUses } from '../../src/http/server/game-uses.ts';
import { RateLimiter } from '../../src/http/server/rate-limit.ts';
import { Turns } from '../../src/http/server/turns.ts';
import type { ClosableStore } from '../../src/store/memory-store.ts';
import { holdToDescription } from './described-answers.ts';
import { createDomainFixture, type DomainFixture } from './domain-fixture.ts';

export const SANDBOX_KEY = 's2s_sandbox_local';
export const LIVE_KEY = 's2s_live_local';

const CONFIG: HttpConfig = {
  publicUrl: null,
  sandboxKey: SANDBOX_KEY,
  liveKey: LIVE_KEY,
  allowedHosts: [],
  allowedOrigins: [],
  password: null,
  rateLimit: null,
  gamesOnDemand: false,
  testerDrawer: true,
  version: '0.0.0-test',
};

/** Everything above the store, in memory and with a clock that stands still; nothing is ever sent. */
export interface Fixture extends DomainFixture {
  readonly app: AppContext;
  /** What the server calls for each request; an answer that its API does not describe fails the test. */
  readonly listener: RequestListener;
  readonly eventStreams: EventStreams;
  /** The S2S API as the sandbox game calls it; another key gives another game. */
  readonly s2s: (key?: string) => ReturnType<typeof request.agent>;
}

export interface FixtureOptions {
  readonly rules?: Partial<Rules>;
  readonly config?: Partial<HttpConfig>;
  readonly platformSettings?: Partial<PlatformSettings>;
  readonly merchantKey?: KeyObject;
  readonly log?: Logger;
  readonly generic?: GenericApi | null;
  /** Where other machines reach the emulator. */
  readonly networkUrls?: readonly string[];
  readonly store?: ClosableStore;
}

export function createFixture({
  rules,
  config,
  platformSettings,
  merchantKey,
  log,
  generic = null,
  networkUrls = [],
  store,
}: FixtureOptions = {}): Fixture {
  const fixture = createDomainFixture(rules, platformSettings, merchantKey, store);
  const eventStreams = new EventStreams();
  const requestLog = createRequestLog(1000);
  const extensions = httpExtensions(fixture.platforms);
  const coverage = coverageOf(PUBLISHED, OPERATIONS, generic);
  const app: AppContext = {
    domain: fixture.domain,
    config: { ...CONFIG, ...config },
    settings: new RunTimeSettings(parseOptions({})),
    log: log ?? pino({ level: 'silent' }),
    requestLog,
    activity: new ActivityLog(fixture.domain.store, requestLog),
    unreadAnswers: new UnreadAnswers(),
    pageViews: new PageViews(),
    eventStreams,
    passwordGuard: new PasswordGuard({
      password: config?.password ?? null,
      now: () => fixture.clock.now(),
      isSecure: false,
    }),
    faults: createApiFaults(),
    rateLimiter: new RateLimiter(() => fixture.clock.now(), config?.rateLimit ?? null),
    gameUses: new GameUses(() => fixture.clock.now()),
    clockTurns: new Turns(),
    signatures: createSignatures({ s2sKey: SANDBOX_KEY, liveS2sKey: LIVE_KEY }),
    signDelivery: deliverySigner(fixture.domain, fixture.platforms),
    seedGame: () => undefined,
    coverage,
    operationNames: operationNames(coverage, extensions),
    reset: () => undefined,
    isReady: () => true,
    baseForOtherDevices: (base) => baseForOtherDevices(base, networkUrls),
  };
  const listener = holdToDescription(createListener(app, generic, extensions));
  return {
    ...fixture,
    app,
    listener,
    eventStreams,
    s2s: (key = SANDBOX_KEY) => request.agent(listener).set('Authorization', `Bearer ${key}`),
  };
}
