import { dirname, join, relative, sep } from 'node:path';
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The folders of `src`, lowest first: a file may import from its own folder and from those listed for it. A folder that
 * has no entry of its own belongs to the nearest one above it. Files right below `src` and in `app` may import anything.
 */
const LAYERS = {
  'domain/model': [],
  'domain/money': ['domain/model'],
  'domain/wire': ['domain/model', 'domain/money'],
  'domain/games': ['domain/model'],
  'domain/catalogue': ['domain/model', 'domain/money'],
  'domain/events': ['domain/model', 'domain/wire'],
  'domain/coupons': ['domain/model', 'domain/money', 'domain/catalogue'],
  'domain/players': ['domain/model', 'domain/wire', 'domain/events'],
  'domain/orders': [
    'domain/model',
    'domain/money',
    'domain/wire',
    'domain/catalogue',
    'domain/events',
    'domain/coupons',
    'domain/players',
  ],
  'domain/payments': ['domain/model', 'domain/wire', 'domain/events', 'domain/coupons', 'domain/orders'],
  'domain/webhooks': ['domain/model', 'domain/events', 'domain/orders', 'domain/payments'],
  'domain/testing': ['domain'],
  delivery: [],
  'delivery/diagnosis': ['delivery'],
  'delivery/transport': ['delivery', 'delivery/diagnosis'],
  'delivery/engine': ['delivery'],
  store: ['domain'],
  fidelity: [],
  drift: ['http'],
  settings: ['domain', 'package-files.ts'],
  http: ['domain', 'fidelity', 'package-files.ts'],
  cli: ['app', 'settings', 'drift', 'http', 'delivery/engine', 'package-files.ts'],
};

/** Folders whose code needs neither packages nor Node. */
const PURE = ['domain', 'fidelity'];

const SOURCES = join(import.meta.dirname, 'src');

/** The entry of LAYERS that a path below `src` belongs to; the path itself where it has none. */
function layerOf(path) {
  const names = Object.keys(LAYERS).sort((a, b) => b.length - a.length);
  return names.find((name) => path === name || path.startsWith(`${name}/`)) ?? path;
}

function mayImport(layer, target) {
  const found = layerOf(target);
  const allowed = (name) => found === name || (!(name in LAYERS) && found.startsWith(`${name}/`));
  return found === layer || LAYERS[layer].some(allowed);
}

/** Refuses imports that do not point down. */
const importDirection = {
  create(context) {
    const file = relative(SOURCES, context.filename).split(sep).join('/');
    const layer = layerOf(file);
    if (!(layer in LAYERS)) return {};
    const check = (node) => {
      if (node.source?.type !== 'Literal') return;
      const name = node.source.value;
      if (!name.startsWith('.')) {
        if (!PURE.some((pure) => file.startsWith(`${pure}/`))) return;
        context.report({ node, message: `${layer} is pure: it uses no packages and nothing of Node.` });
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

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', 'data'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { layers: { rules: { 'import-direction': importDirection } } },
    rules: {
      'layers/import-direction': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
          message: 'Write `import * as z`: a named import makes the bundler keep every locale of zod.',
        },
      ],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'fetch',
        'process',
        'setTimeout',
        'setInterval',
        'performance',
        'Buffer',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is a port: take it from the Clock.' },
        { object: 'Math', property: 'random', message: 'Chance is a port: take it from Ids.' },
      ],
    },
  },
  {
    files: ['views/assets/**/*.js'],
    languageOptions: {
      globals: { document: 'readonly', window: 'readonly', location: 'readonly', fetch: 'readonly' },
    },
  },
  {
    files: ['bench/servers/*.js'],
    languageOptions: { globals: { Buffer: 'readonly', performance: 'readonly', process: 'readonly' } },
  },
  {
    // supertest types a response's body as any; what a test does with it is checked by its expectations.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['test/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '/(http|app)/|/fixture\\.ts$', message: 'Loads Express: use domain-fixture.ts.' },
          ],
        },
      ],
    },
  },
  {
    files: ['scripts/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
