import { dirname, join, relative, sep } from 'node:path';

/**
 * The folders of `src` and the files right below it, lowest first: a file may import from its own folder and from those
 * listed for it. A folder without an entry belongs to the nearest one above it. CONTRIBUTING.md draws the same.
 */
/** @type {Readonly<Record<string, readonly string[]>>} */
export const LAYERS = {
  'package-files.ts': [],
  'real-time.ts': [],
  'real-time-package.ts': ['real-time.ts'],
  'domain/model': [],
  'domain/money': ['domain/model'],
  'domain/wire': ['domain/model', 'domain/money'],
  'domain/games': ['domain/model'],
  'domain/catalogue': ['domain/model', 'domain/money'],
  'domain/events': ['domain/model', 'domain/wire'],
  'domain/game-events': ['domain/model', 'domain/players'],
  'domain/leaderboards': ['domain/model'],
  'domain/resources': ['domain/model'],
  'domain/players': ['domain/model', 'domain/wire', 'domain/events'],
  'domain/achievements': ['domain/model', 'domain/players'],
  'domain/loyalty': ['domain/model', 'domain/money', 'domain/players'],
  'domain/coupons': [
    'domain/model',
    'domain/money',
    'domain/wire',
    'domain/catalogue',
    'domain/events',
    'domain/players',
  ],
  'domain/subscriptions': [
    'domain/model',
    'domain/money',
    'domain/wire',
    'domain/catalogue',
    'domain/events',
  ],
  'domain/creators': ['domain/model', 'domain/money', 'domain/coupons'],
  'domain/orders': [
    'domain/model',
    'domain/money',
    'domain/wire',
    'domain/catalogue',
    'domain/events',
    'domain/coupons',
    'domain/subscriptions',
    'domain/players',
  ],
  'domain/payments': [
    'domain/achievements',
    'domain/model',
    'domain/wire',
    'domain/events',
    'domain/coupons',
    'domain/loyalty',
    'domain/subscriptions',
    'domain/orders',
  ],
  'domain/renewals': [
    'domain/model',
    'domain/catalogue',
    'domain/subscriptions',
    'domain/orders',
    'domain/payments',
  ],
  'domain/webhooks': ['domain/model', 'domain/events', 'domain/orders', 'domain/payments'],
  'domain/due': ['domain/model', 'domain/payments', 'domain/renewals'],
  'domain/hub': ['domain/achievements', 'domain/model', 'domain/events', 'domain/players', 'domain/webhooks'],
  'domain/gdpr-requests': ['domain/model', 'domain/subscriptions'],
  'domain/testing': ['domain'],
  delivery: ['real-time.ts'],
  'delivery/diagnosis': ['delivery'],
  'delivery/transport': ['delivery', 'delivery/diagnosis', 'real-time.ts', 'real-time-package.ts'],
  'delivery/engine': ['delivery'],
  store: ['domain', 'real-time.ts'],
  fidelity: [],
  settings: ['domain', 'package-files.ts'],
  'http/server': ['domain', 'settings', 'fidelity', 'real-time.ts'],
  'http/api': ['domain', 'http/server', 'real-time.ts'],
  'http/request-log': ['domain', 'http/api', 'http/server'],
  'http/pages': ['domain', 'http/api', 'http/server'],
  'http/checkout': ['domain', 'http/pages', 'http/server', 'real-time.ts'],
  'http/hub': [
    'domain',
    'http/checkout',
    'http/s2s',
    'http/pages',
    'http/api',
    'http/server',
    'real-time.ts',
  ],
  'http/redeem': ['domain', 'http/checkout', 'http/hub', 'http/pages', 'http/server'],
  'http/s2s': ['domain', 'http/api', 'http/server'],
  'http/game-file': ['domain', 'http/s2s', 'http/api', 'http/server'],
  'http/spec': ['domain', 'http/api', 'http/server'],
  'http/dashboard': [
    'domain',
    'settings',
    'fidelity',
    'http/game-file',
    'http/checkout',
    'http/pages',
    'http/s2s',
    'http/request-log',
    'http/api',
    'http/server',
    'package-files.ts',
    'real-time.ts',
  ],
  'http/control': [
    'domain',
    'settings',
    'http/game-file',
    'http/s2s',
    'http/request-log',
    'http/api',
    'http/server',
    'real-time.ts',
  ],
  http: [
    'http/control',
    'http/s2s',
    'http/dashboard',
    'http/checkout',
    'http/redeem',
    'http/hub',
    'http/pages',
    'http/api',
    'http/server',
    'package-files.ts',
  ],
  drift: ['http/api'],
  // One platform must not import another.
  platforms: ['domain', 'delivery', 'http/api', 'http/server'],
  'platforms/aghanim': ['platforms', 'domain', 'delivery', 'delivery/diagnosis'],
  'platforms/midaspay': ['platforms', 'domain', 'delivery', 'delivery/diagnosis', 'http/api', 'http/server'],
  app: [
    'domain',
    'delivery',
    'delivery/diagnosis',
    'delivery/transport',
    'delivery/engine',
    'store',
    'settings',
    'fidelity',
    'http',
    'http/spec',
    'http/s2s',
    'http/game-file',
    'http/control',
    'http/api',
    'http/server',
    'platforms',
    'platforms/aghanim',
    'platforms/midaspay',
    'package-files.ts',
    'real-time.ts',
  ],
  client: ['domain/model', 'domain/games', 'domain/wire', 'settings', 'real-time.ts'],
  cli: ['client', 'delivery/diagnosis', 'app', 'store', 'settings', 'drift', 'http/s2s', 'package-files.ts'],
  'playwright.ts': ['in-process.ts', 'http/checkout'],
  'vitest.ts': ['in-process.ts'],
  'jest.ts': ['in-process.ts'],
  'in-process.ts': ['client', 'app', 'settings', 'domain/games', 'domain/model'],
  'index.ts': ['in-process.ts', 'client', 'app', 'settings'],
  'cli.ts': ['cli', 'app', 'settings'],
};

/** Folders whose code needs neither packages nor Node. */
const PURE = ['domain', 'fidelity'];

const SOURCES = join(import.meta.dirname, '../src');

/**
 * The entry of LAYERS that a path below `src` belongs to; the path itself where it has none.
 *
 * @param {string} path
 */
function layerOf(path) {
  const names = Object.keys(LAYERS).sort((a, b) => b.length - a.length);
  return names.find((name) => path === name || path.startsWith(`${name}/`)) ?? path;
}

/**
 * @param {string} layer
 * @param {string} target
 */
function mayImport(layer, target) {
  const found = layerOf(target);
  /** @param {string} name */
  const allowed = (name) => found === name || (!(name in LAYERS) && found.startsWith(`${name}/`));
  return found === layer || (LAYERS[layer] ?? []).some(allowed);
}

/**
 * Refuses imports that LAYERS does not allow, and files in a folder that it does not know.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const importDirection = {
  create(context) {
    const file = relative(SOURCES, context.filename).split(sep).join('/');
    const layer = layerOf(file);
    if (!(layer in LAYERS)) {
      const message = `${layer} has no entry in LAYERS (eslint/import-direction.js).`;
      return { Program: (node) => context.report({ node, message }) };
    }
    /** @param {{ readonly source?: import('estree').Node | null | undefined } & import('eslint').Rule.Node} node */
    const check = (node) => {
      if (node.source?.type !== 'Literal') return;
      const name = String(node.source.value);
      if (!name.startsWith('.')) {
        if (!PURE.some((pure) => file.startsWith(`${pure}/`))) return;
        context.report({ node, message: `${layer} is pure: it may import no packages and nothing of Node.` });
        return;
      }
      const target = relative(SOURCES, join(dirname(context.filename), name))
        .split(sep)
        .join('/');
      if (mayImport(layer, target)) return;
      context.report({ node, message: `${layer} must not import ${layerOf(target)} (see CONTRIBUTING.md).` });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
