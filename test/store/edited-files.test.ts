import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Stored } from '../../src/domain/model/record.ts';
import type { TableName } from '../../src/domain/model/tables.ts';
import { mistakeIn } from '../../src/store/schemas/record-schemas.ts';
import { DamagedData } from '../../src/store/errors.ts';
import { TABLE_NAMES } from '../../src/store/table-set.ts';
import { createDomainFixture } from '../support/domain-fixture.ts';
import { answerAll, CARDS, givenOrder, givenWebhook, pay } from '../support/orders.ts';
import { opened, temporaryDirectory } from './store-fixture.ts';

/** A directory whose snapshot and journal have a paid order each. */
async function directoryWithOrders(): Promise<string> {
  const directory = temporaryDirectory();
  const fixture = createDomainFixture();
  givenWebhook(fixture);
  pay(fixture, givenOrder(fixture, { metadata: { a: 'b' } }), CARDS.good);
  answerAll(fixture, 'delivered');
  const all = TABLE_NAMES.flatMap((table) =>
    [...fixture.domain.store.tables[table].all()].map((record: Stored) => [table, record] as const),
  );
  for (const suffix of ['', '2']) {
    const store = await opened(directory);
    store.transact((tables) => {
      for (const [table, record] of all) tables[table].put({ ...record, id: record.id + suffix } as never);
    });
    await store.durable();
    if (suffix === '') await store.close();
  }
  return directory;
}

function edit(file: string, from: RegExp, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(file, text.replace(from, to));
}

async function refusal(directory: string): Promise<DamagedData> {
  const copy = temporaryDirectory();
  for (const name of ['db.json', 'journal.jsonl']) {
    writeFileSync(join(copy, name), readFileSync(join(directory, name)));
  }
  const error: unknown = await opened(copy).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DamagedData);
  return error as DamagedData;
}

describe('an edited file', () => {
  const cases: [string, RegExp, string, string, string][] = [
    [
      'a misspelt field',
      /"granting":"granted"/,
      '"grantng":"granted"',
      '.grantng',
      'There is no such field; did you mean "granting"?',
    ],
    ['a text in place of a number', /"amount":2999/, '"amount":"2999"', '.amount', 'expected number'],
    ['an unknown status', /"status":"paid"/, '"status":"payed"', '.status', '"paid"'],
    [
      'a misspelt field of an item',
      /"selectedPlanKey"/,
      '"selectedPlanKy"',
      '.items[0].selectedPlanKy',
      'did you mean "selectedPlanKey"?',
    ],
    ['a list in place of items', /"items":\[\{[^\]]*\}\]/, '"items":7', '.items', 'expected array'],
  ];

  it.each(cases)(
    'with %s is refused with its line and JSON path in a snapshot',
    async (_, from, to, path, words) => {
      const directory = await directoryWithOrders();
      const file = join(directory, 'db.json');
      edit(file, from, to);
      const { position, message } = await refusal(directory);
      const line =
        readFileSync(file, 'utf8')
          .split('\n')
          .findIndex((text) => text.includes(to)) + 1;
      expect(position).toEqual({ file: expect.stringMatching(/db\.json$/) as string, line });
      expect(message).toContain(`$.tables.orders[0]${path}: `);
      expect(message).toContain(words);
      expect(message).toContain('data check --accept');
    },
  );

  it.each(cases)(
    'with %s is refused with its line and JSON path in the journal',
    async (_, from, to, path, words) => {
      const directory = await directoryWithOrders();
      const file = join(directory, 'journal.jsonl');
      edit(file, from, to);
      const { position, message } = await refusal(directory);
      expect(position).toEqual({ file: expect.stringMatching(/journal\.jsonl$/) as string, line: 1 });
      expect(message).toMatch(/\$\.changes\[\d+\]\[2\]/);
      expect(message).toContain(`[2]${path}: `);
      expect(message).toContain(words);
    },
  );
});

describe('the schemas of records', () => {
  it('fit what the emulator stores', () => {
    const fixture = createDomainFixture();
    givenWebhook(fixture, { events: ['order.*', 'payment.*', 'item.add', 'item.remove'] });
    for (const card of Object.values(CARDS)) {
      pay(fixture, givenOrder(fixture, { playerInfo: { name: 'R2', attributes: { level: 1 } } }), card);
      answerAll(fixture, 'delivered');
    }
    const mistakes = TABLE_NAMES.flatMap((table: TableName) =>
      [...fixture.domain.store.tables[table].all()].map((record: Stored) => mistakeIn(table, record, table)),
    );
    expect(mistakes.length).toBeGreaterThan(50);
    expect(mistakes.filter((mistake) => mistake !== null)).toEqual([]);
  });
});
