import { expect, it } from 'vitest';
import { KeyIndex } from '../../src/store/record-index.ts';

interface Numbered {
  readonly id: string;
  readonly gameId: string;
}

it('an index gives the records of a key in the order of their positions, whatever was removed and returned', () => {
  const index = new KeyIndex<Numbered>(({ gameId }) => gameId);
  const expected = new Map<number, Numbered>();
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let step = 0; step < 20_000; step += 1) {
    const position = random(300);
    const record = { id: String(position), gameId: 'gm_1' };
    const before = expected.get(position);
    const isRemoved = before !== undefined && random(2) === 0;
    index.update(before && { record: before, position }, isRemoved ? undefined : { record, position });
    if (isRemoved) expected.delete(position);
    else expected.set(position, record);
    if (step % 100 !== 0) continue;
    const records = [...expected].sort(([a], [b]) => a - b).map(([, one]) => one);
    expect(index.records('gm_1')).toEqual(records);
    expect(index.count('gm_1')).toBe(records.length);
  }
});

it('a list that was read does not change with the index', () => {
  const index = new KeyIndex<Numbered>(({ gameId }) => gameId);
  const entries = ['a', 'b', 'c'].map((id, position) => ({ record: { id, gameId: 'gm_1' }, position }));
  for (const entry of entries) index.update(undefined, entry);
  const read = index.records('gm_1');
  index.update(entries[1], undefined);
  expect(read.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(index.records('gm_1').map(({ id }) => id)).toEqual(['a', 'c']);
});
