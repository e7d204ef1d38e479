import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { DEVIATIONS } from './deviations.ts';
import { driveOperation, type Tally } from './drive.ts';
import { readSpecification } from './specification.ts';
import { tableOf } from './table.ts';
import { createValidator } from './validator.ts';

const FILE = process.env['AGHANIM_OPENAPI'] ?? '';
const isThere = FILE !== '' && existsSync(FILE);

if (!isThere) {
  process.stdout.write(
    'Conformance is skipped: AGHANIM_OPENAPI does not name the published specification.\n',
  );
}

describe.skipIf(!isThere)('every served operation keeps to the published specification', () => {
  const tallies: Tally[] = [];

  afterAll(() => {
    process.stdout.write(tableOf(tallies));
  });

  it.each(OPERATIONS.map(({ method, path }) => [method, path] as const))(
    '%s %s',
    async (method, path) => {
      const specification = readSpecification(FILE);
      const judge = { deviations: DEVIATIONS, specification, validator: createValidator(specification) };
      const tally = await driveOperation(judge, specification.operation(method, path));
      tallies.push(tally);
      expect(tally.mismatches).toEqual([]);
    },
    120_000,
  );

  it('meets each wanted deviation, so that none outlives its reason', () => {
    const met = new Set(tallies.flatMap(({ deviations }) => [...deviations.keys()]));
    expect(DEVIATIONS.map(({ name }) => name).filter((name) => !met.has(name))).toEqual([]);
  });
});
