import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BlockReader, blockOf, recordAt } from '../../src/store/record-block.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'USD', '__proto__', 'ord_1'));
const value = fc.oneof(
  { depthSize: 'small' },
  text,
  fc.constantFrom(null, undefined, true, -0, 0, 1.5, 1_795_299_652_523),
  fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }),
  fc.record({ sku: text, quantity: fc.nat(3) }),
  fc.array(fc.record({ sku: text, nested: fc.option(fc.record({ n: fc.nat() })) }), { maxLength: 2 }),
  fc.dictionary(text, fc.jsonValue({ maxDepth: 2 })),
);
/** Fields of one kind in all records, as those of orders are, or of any kind. */
const kinds = fc.constantFrom(
  value,
  text,
  fc.option(text),
  fc.constantFrom(null, 'paid', 'created'),
  fc.option(fc.nat()),
  fc.option(fc.record({ sku: text, quantity: fc.nat() })),
  fc.array(fc.record({ sku: text, price: fc.option(fc.nat()) }), { maxLength: 3 }),
);
const records = fc
  .dictionary(fc.constantFrom('id', 'status', 'items', 'b', 'c', '1', '0'), kinds)
  .chain((fields) =>
    fc.array(fc.option(fc.record(fields, { requiredKeys: [] }), { nil: undefined }), { maxLength: 40 }),
  );

it('a block gives back the records that were packed, whatever they have, also after it was written and read', () => {
  fc.assert(
    fc.property(records, (all) => {
      const block = blockOf(all);
      const read = deserialize(serialize(block)) as typeof block;
      const reader = new BlockReader();
      for (const [place, record] of all.entries()) {
        // Undefined fields of parts are not written to JSON either.
        expect(recordAt(block, place)).toEqual(record);
        expect(JSON.stringify(recordAt(read, place))).toBe(JSON.stringify(record));
        const fields = reader.at(block, place);
        expect(fields && Object.fromEntries(Object.entries(fields))).toEqual(record);
      }
    }),
    { numRuns: 400 },
  );
});
