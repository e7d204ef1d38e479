import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The floors of the house, top first. A file may import from its own floor and from those it lists. */
const FLOORS = {
  domain: { may: [], packages: false },
  delivery: { may: [], packages: true },
  store: { may: ['domain'], packages: true },
  fidelity: { may: [], packages: false },
  http: { may: ['domain', 'fidelity'], packages: true },
};

const ABOVE = ['cli', 'index', 'emulator', 'settings'];

/** The import rule of one floor, in terms of core ESLint: what its files must not reach. */
function floor(name) {
  const { may, packages } = FLOORS[name];
  const others = Object.keys(FLOORS).filter((other) => other !== name && !may.includes(other));
  const patterns = [
    {
      regex: `^(\\.\\./)+(${others.join('|')})/`,
      message: `${name}/ must not import this floor (see CONTRIBUTING.md).`,
    },
    {
      regex: `^(\\.\\./)+(${ABOVE.join('|')})(/|\\.ts$)`,
      message: 'Imports point down: the composition root knows the floors, not the other way round.',
    },
  ];
  if (!packages) patterns.push({ regex: '^[^.]', message: `${name}/ is pure: no packages, no Node.` });
  return {
    files: [`src/${name}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

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
    rules: {
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      complexity: ['error', 10],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
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
  ...Object.keys(FLOORS).map(floor),
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
    files: ['scripts/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
