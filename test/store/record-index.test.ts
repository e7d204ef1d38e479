import { expect, it } from 'vitest';
import { KeyIndex } from '../../src/store/record-index.ts';

it('an index gives the positions of the records of a key in order, whatever was removed and returned', () => {
  const index = new KeyIndex<object>(() => 'gm_1');
  const expected = new Set<number>();
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let step = 0; step < 20_000; step += 1) {
    const position = random(300);
    const isRemoved = expected.has(position) && random(2) === 0;
    index.update(position, expected.has(position) ? 'gm_1' : null, isRemoved ? null : 'gm_1');
    if (isRemoved) expected.delete(position);
    else expected.add(position);
    if (step % 100 !== 0) continue;
    expect(index.positions('gm_1')).toEqual([...expected].sort((a, b) => a - b));
    expect(index.count('gm_1')).toBe(expected.size);
  }
});

it('a list that was read does not change with the index', () => {
  const index = new KeyIndex<object>(() => 'gm_1');
  for (const position of [0, 1, 2]) index.update(position, null, 'gm_1');
  const read = index.positions('gm_1');
  index.update(1, 'gm_1', null);
  expect(read).toEqual([0, 1, 2]);
  expect(index.positions('gm_1')).toEqual([0, 2]);
});
