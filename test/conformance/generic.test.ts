import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { readSpecification as readDocument } from '../../src/http/spec/document.ts';
import { createGenericApi } from '../../src/http/spec/generic.ts';
import { GENERIC_DEVIATIONS } from './deviations.ts';
import { driveOperation, type Tally } from './drive.ts';
import { WITHOUT_MEANING } from '../../src/fidelity/coverage.ts';
import { operationName } from '../../src/http/api/operation.ts';
import { readSpecification } from './specification.ts';
import { tableOf } from './table.ts';
import { createValidator } from './validator.ts';
import { openWire } from './wire.ts';

const FILE = process.env['AGHANIM_OPENAPI'] ?? '';
const isThere = FILE !== '' && existsSync(FILE);

if (!isThere) {
  process.stdout.write(
    'Conformance of generic operations is skipped: AGHANIM_OPENAPI does not name the published specification.\n',
  );
}

describe.skipIf(!isThere)('every operation of --spec keeps to the published specification', () => {
  const generic = isThere
    ? createGenericApi(readDocument(readFileSync(FILE, 'utf8')), OPERATIONS, PUBLISHED)
    : null;
  const tallies: Tally[] = [];

  afterAll(() => {
    process.stdout.write(tableOf(tallies));
  });

  it.each((generic?.operations ?? []).map(({ method, path }) => [method, path] as const))(
    '%s %s',
    async (method, path) => {
      if (!generic) throw new Error('no specification');
      const specification = readSpecification(FILE);
      const judge = {
        deviations: GENERIC_DEVIATIONS,
        specification,
        validator: createValidator(specification),
      };
      const tally = await driveOperation(judge, specification.operation(method, path), { generic });
      tallies.push(tally);
      expect(tally.mismatches).toEqual([]);
    },
    300_000,
  );

  it('meets each wanted deviation, so that none outlives its reason', () => {
    const met = new Set(tallies.flatMap(({ deviations }) => [...deviations.keys()]));
    expect(GENERIC_DEVIATIONS.map(({ name }) => name).filter((name) => !met.has(name))).toEqual([]);
  });

  it('answers 501 with the reason where an operation has no meaning', async () => {
    if (!generic) throw new Error('no specification');
    const wire = await openWire({ generic });
    for (const { method, path, reason } of generic.unserved) {
      const answer = await wire.send(method, path.replace(/[{}]/g, ''));
      expect([method, path, answer.status]).toEqual([method, path, 501]);
      expect(JSON.stringify(answer.body)).toContain(reason);
    }
    await wire.close();
  });

  it('has no meaning for just the operations that docs/fidelity.md says', () => {
    const unserved = new Map((generic?.unserved ?? []).map((one) => [operationName(one), one.reason]));
    const own = new Set(OPERATIONS.map(operationName));
    const listed = [...WITHOUT_MEANING].filter(([name]) => !own.has(name));
    expect(unserved).toEqual(new Map(listed));
  });

  it('leaves no operation of the document out', () => {
    const known = [...OPERATIONS, ...(generic?.operations ?? []), ...(generic?.unserved ?? [])].map(
      operationName,
    );
    const { paths } = readSpecification(FILE).document;
    const published = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(known.toSorted()).toEqual(published.toSorted());
  });
});
