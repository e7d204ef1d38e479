import { networkInterfaces } from 'node:os';
import { pino, type Logger } from 'pino';
import { detectContainer } from '../delivery/diagnosis/container.ts';
import { createEngine, type Engine } from '../delivery/engine/engine.ts';
import { seededJitter, type Jitter } from '../delivery/engine/retry.ts';
import type { Sender, TimerClock } from '../delivery/ports.ts';
import { systemClock } from '../delivery/system-clock.ts';
import { createSender, type LoadableSender } from '../delivery/transport/sender.ts';
import { boundTo, type DomainContext, type Rules } from '../domain/model/context.ts';
import { Conflict, Invalid } from '../domain/model/errors.ts';
import { recordInterruptions } from '../domain/webhooks/attempts.ts';
import { coverageOf } from '../fidelity/coverage.ts';
import { createListener, LazyPages } from '../http/listener.ts';
import { OPERATIONS } from '../http/s2s/operations.ts';
import { operationNames } from '../http/s2s/operation-names.ts';
import { PUBLISHED } from '../http/s2s/published.ts';
import { ActivityLog } from '../http/server/activity-log.ts';
import { EventStreams } from '../http/server/event-stream.ts';
import { createApiFaults } from '../http/server/api-faults.ts';
import { PageViews } from '../http/server/page-views.ts';
import { PasswordGuard } from '../http/server/password.ts';
import { createRequestLog } from '../http/server/request-log.ts';
import { UnreadAnswers } from '../http/server/unread-answers.ts';
import { GameUses } from '../http/server/game-uses.ts';
import { RateLimiter } from '../http/server/rate-limit.ts';
import { Turns } from '../http/server/turns.ts';
import type { AppContext, HttpConfig } from '../http/server/app-context.ts';
import { version } from '../package-files.ts';
import { now } from '../real-time.ts';
import { StartFailure } from '../settings/errors.ts';
import { RunTimeSettings } from '../settings/run-time.ts';
import type { Settings } from '../settings/settings.ts';
import type { GivenAs, SettingNames } from '../settings/validate.ts';
import { openStore } from '../store/durable-store.ts';
import { DamagedData, DirectoryInUse, DirectoryUnusable } from '../store/errors.ts';
import { createEphemeralStore, type ClosableStore } from '../store/memory-store.ts';
import { declareStart, NOTHING_DECLARED, type DeclaredStart } from './declared-start.ts';
import { BackgroundLoading } from './background-loading.ts';
import { randomIds } from './ids.ts';
import { GameExpiry } from './game-expiry.ts';
import { EmulatorLifecycle, type Lifecycle } from './lifecycle.ts';
import { readMerchantKey } from './merchant-key.ts';
import { baseForOtherDevices, networkAddresses, type ReadInterfaces } from './network.ts';
import { createOutbox, deliverySigner } from './outbox.ts';
import {
  createPlatforms,
  createSignatures,
  httpExtensions,
  paymentPlatforms,
  type Platforms,
} from './platforms.ts';
import { readSeed, seedFailure } from './seed-file.ts';
import { createHttpServer } from './server.ts';
import { seedGame, setUp, startOver } from './setup.ts';
import { readGenericApi } from './spec-file.ts';
import { DueWorkTimers } from './timers.ts';

const MEBIBYTE = 1024 * 1024;

/** Lines are written in groups, at most 100 ms late, so that logging does not slow down a burst of deliveries. */
const LOG_BUFFER = { minLength: 4096, periodicFlush: 100 };

/**
 * Opens the state and puts the parts together; nothing listens or sends yet.
 *
 * @param names what messages call a setting
 * @param givenAs where the settings come from, for people who read them
 * @param declared what the sandbox game has besides, also after a reset
 * @throws SettingsError when what is declared is not allowed
 * @throws StartFailure when there is no network for `lan`, or the data directory, the seed file or the specification cannot be used
 */
export async function createEmulator(
  settings: Settings,
  names: SettingNames,
  declared: DeclaredStart = NOTHING_DECLARED,
  interfaces: ReadInterfaces = networkInterfaces,
  givenAs?: GivenAs,
): Promise<Lifecycle> {
  if (settings.lan && networkAddresses(interfaces).length === 0) {
    throw new StartFailure(
      `${names('lan')} needs a network, but this machine has no IPv4 address apart from loopback; start without it.`,
    );
  }
  const destination = pino.destination({ dest: 2, sync: false, ...LOG_BUFFER });
  const log = pino({ level: settings.logLevel }, destination);
  const seed = readSeed(settings.seedFile, names('seedFile'));
  const generic = await readGenericApi(settings.specFile, names('specFile'));
  const merchantKey = readMerchantKey(settings.midaspayMerchantKey, names('midaspayMerchantKey'));
  const clock = systemClock();
  const store = await openState(settings, log);
  const ids = randomIds();
  const runTime = new RunTimeSettings(settings, givenAs);
  let [rules, config] = [rulesOf(settings), configOf(settings)];
  runTime.onChange((changed) => {
    [rules, config] = [rulesOf(changed), configOf(changed)];
  });
  const platforms = createPlatforms(runTime.live, merchantKey, store, ids);
  const domain: DomainContext = {
    store,
    clock,
    ids,
    get rules() {
      return rules;
    },
    platforms: paymentPlatforms(platforms),
  };
  const requestLog = createRequestLog(settings.keepRequests);
  const activity = new ActivityLog(store, requestLog);
  try {
    setUp(domain, settings, seed, declared.ids);
    recordInterruptions(domain);
    await store.durable();
  } catch (error) {
    await store.close();
    const isSeed = error instanceof Conflict || error instanceof Invalid;
    throw isSeed
      ? seedFailure(settings.seedFile, names('seedFile'), `is not valid: ${error.message}`, error)
      : error;
  }
  const extensions = httpExtensions(platforms);
  const coverage = coverageOf(PUBLISHED, OPERATIONS, generic);
  const app: AppContext = {
    domain,
    coverage,
    operationNames: operationNames(coverage, extensions),
    log,
    requestLog,
    activity,
    unreadAnswers: new UnreadAnswers(),
    pageViews: new PageViews(),
    eventStreams: new EventStreams(),
    passwordGuard: new PasswordGuard({
      password: settings.password,
      now,
      isSecure: settings.publicUrl?.startsWith('https:') === true,
    }),
    get config() {
      return config;
    },
    settings: runTime,
    faults: createApiFaults(),
    rateLimiter: new RateLimiter(now, settings.rateLimit),
    gameUses: new GameUses(() => clock.steady()),
    clockTurns: new Turns(),
    signatures: createSignatures(settings),
    signDelivery: deliverySigner(domain, platforms),
    seedGame: (game) => {
      seedGame(boundTo(domain, game.id), game, seed);
    },
    reset: (game) => {
      startOver(boundTo(domain, game.id), game, settings, seed);
      if (game.sandbox && game.declared === null) declareStart(app, settings.webhook, declared);
      requestLog.clear(game.id);
      app.rateLimiter.clear(game.id);
    },
    isReady: () => emulator.isReady && store.isUsable,
    baseForOtherDevices: (base) => baseForOtherDevices(base, emulator.networkUrls),
  };
  try {
    declareStart(app, settings.webhook, declared);
    await store.durable();
  } catch (error) {
    await store.close();
    throw error;
  }
  const timers = new DueWorkTimers(domain, clock, (error) => {
    log.error({ err: error }, 'work that was due failed');
  });
  const sender = senderOf(settings, clock);
  const pages = new LazyPages(app);
  const engine = engineOf(runTime.live, domain, platforms, clock, sender, log);
  const gameExpiry = new GameExpiry(app, clock, settings.gameTtlMs);
  runTime.onChange((changed) => {
    log.level = changed.logLevel;
    requestLog.limitTo(changed.keepRequests);
    app.rateLimiter.limitTo(changed.rateLimit);
    gameExpiry.changeTtl(changed.gameTtlMs);
    sender.reconfigure(sendingBy(changed));
    engine.limitConcurrency(changed.webhookConcurrency);
  });
  const emulator = new EmulatorLifecycle(
    {
      server: createHttpServer(createListener(app, generic, extensions, pages), names),
      engine,
      loading: new BackgroundLoading(
        [
          { name: 'webhooks', load: () => sender.prepare() },
          { name: 'pages', load: () => pages.load() },
          { name: 'views', load: () => pages.compileViews() },
        ],
        log,
      ),
      timers,
      gameExpiry,
      domain,
      store,
      flushLog: () => {
        destination.flushSync();
      },
      // What a container calls its network is the inside of it, so it is only offered where it was asked for.
      networkAddresses: () => (settings.lan || !detectContainer() ? networkAddresses(interfaces) : []),
    },
    settings,
  );
  return emulator;
}

async function openState({ ephemeral, dataDir, durability }: Settings, log: Logger): Promise<ClosableStore> {
  if (ephemeral) return createEphemeralStore(log);
  try {
    return await openStore({ directory: dataDir, log, durability });
  } catch (error) {
    const isExpected =
      error instanceof DamagedData || error instanceof DirectoryInUse || error instanceof DirectoryUnusable;
    throw isExpected ? new StartFailure(error.message, { cause: error }) : error;
  }
}

function rulesOf(settings: Settings): Rules {
  return {
    autoRefund: settings.autoRefund,
    retrySchedule: settings.retrySchedule,
    orderTtlMs: settings.orderTtlMs,
    defaultCountry: settings.defaultCountry,
    disputeDelayMs: settings.disputeDelayMs,
    paymentFeePercent: settings.paymentFeePercent,
    aghanimFeePercent: settings.aghanimFeePercent,
    taxPercent: settings.taxPercent,
    strictHttps: settings.strictHttps,
    pauseWebhookAfterMs: settings.pauseWebhookAfterMs,
    keepEvents: settings.keepEvents,
    keepOrders: settings.keepOrders,
    maxBytes: settings.maxMemory * MEBIBYTE,
  };
}

function senderOf(settings: Settings, clock: TimerClock): LoadableSender {
  return createSender({ clock, inContainer: detectContainer(), ...sendingBy(settings) });
}

function sendingBy({ attemptTimeoutMs, loopbackHost, webhookTargets: targets }: Settings) {
  return { attemptTimeoutMs, loopbackHost, targets };
}

function engineOf(
  settings: Settings,
  domain: DomainContext,
  platforms: Platforms,
  clock: TimerClock,
  sender: Sender,
  log: Logger,
): Engine {
  const outbox = createOutbox(domain, platforms);
  const { webhookConcurrency } = settings;
  return createEngine({ outbox, sender, clock, webhookConcurrency, log, jitter: jitterBy(settings) });
}

/** A new seed begins its series of delays anew. */
function jitterBy(settings: Pick<Settings, 'retryJitter'>): Jitter {
  let [seed, jitter] = [settings.retryJitter, jitterOf(settings.retryJitter)];
  return (delay) => {
    if (seed !== settings.retryJitter)
      [seed, jitter] = [settings.retryJitter, jitterOf(settings.retryJitter)];
    return jitter(delay);
  };
}

function jitterOf(seed: number | null): Jitter {
  return seed === null ? (delay) => delay : seededJitter(seed);
}

function configOf(settings: Settings): HttpConfig {
  return {
    publicUrl: settings.publicUrl,
    sandboxKey: settings.s2sKey,
    liveKey: settings.liveS2sKey,
    allowedHosts: settings.allowedHosts,
    allowedOrigins: settings.allowedOrigins,
    password: settings.password,
    rateLimit: settings.rateLimit,
    gamesOnDemand: settings.gamesOnDemand,
    testerDrawer: settings.testerDrawer,
    version: version(),
  };
}
