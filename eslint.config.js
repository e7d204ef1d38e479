import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { importDirection } from './eslint/import-direction.js';

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
      // An empty text often stands for none: an environment variable, a field of a form.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
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
    files: ['src/**/*.ts'],
    ignores: ['src/real-time.ts', 'src/real-time-package.ts', 'src/cli/**', 'src/cli.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'setImmediate',
          'clearImmediate',
          'queueMicrotask',
          'performance',
        ].map((name) => ({ name, message: 'Tests fake the global one: take it from real-time.ts.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Tests fake it: take `now` from real-time.ts.' },
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
    // The compiler checks these files and knows the browser's globals: tsconfig.assets.json.
    files: ['views/assets/**/*.js'],
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['examples/javascript-jest/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: Object.fromEntries(
        ['afterAll', 'afterEach', 'beforeAll', 'expect', 'fetch', 'jest', 'test', 'Buffer'].map((name) => [
          name,
          'readonly',
        ]),
      ),
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
