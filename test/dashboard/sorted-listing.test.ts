import { expect, it } from 'vitest';
import { SortedListing } from '../../src/http/dashboard/sorted-listing.ts';

const RECORDS = Array.from({ length: 5000 }, (_, index) => ({
  index,
  amount: (index * 7919) % 97,
  player: `player-${String((index * 31) % 211)}`,
}));

const KEYS = {
  amount: ({ amount }: { amount: number }) => amount,
  player: ({ player }: { player: string }) => player,
  'nothing but their place': () => 0,
};

for (const [name, keyOf] of Object.entries(KEYS) as [string, (record: object) => string | number][]) {
  it(`each page of a list sorted by ${name} is that part of the whole list sorted`, () => {
    const ascending = RECORDS.map((record) => ({ record, key: keyOf(record) }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .map(({ record }) => record);
    const [up, down] = [new SortedListing(RECORDS, keyOf, false), new SortedListing(RECORDS, keyOf, true)];
    for (const start of [0, 50, 2475, 4975, 6000]) {
      expect(up.slice(start, start + 50)).toEqual(ascending.slice(start, start + 50));
      expect(down.slice(start, start + 50)).toEqual(ascending.toReversed().slice(start, start + 50));
    }
  });
}

it('a list that is already sorted, or sorted the other way, is sorted by few comparisons', () => {
  let reads = 0;
  const countingKey = (value: number) => ({
    valueOf: () => {
      reads += 1;
      return value;
    },
  });
  for (const direction of [1, -1]) {
    reads = 0;
    const keys = RECORDS.map(({ index }) => countingKey(index * direction) as unknown as number);
    const listing = new SortedListing(keys, (key) => key, false);
    expect(listing.slice(0, 50)).toHaveLength(50);
    expect(reads).toBeLessThan(RECORDS.length * 40);
  }
});
