import { expect, it } from 'vitest';
import { ListingKeys, SortedListing } from '../../src/http/dashboard/sorted-listing.ts';

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
    const keys = new ListingKeys();
    for (const record of RECORDS) keys.add(keyOf(record));
    const [up, down] = [new SortedListing(keys, false), new SortedListing(keys, true)];
    expect(up).toHaveLength(RECORDS.length);
    for (const start of [0, 50, 2475, 4975, 6000]) {
      const [page, last] = [up.slice(start, start + 50), down.slice(start, start + 50)];
      expect(page.map((at) => RECORDS[at])).toEqual(ascending.slice(start, start + 50));
      expect(last.map((at) => RECORDS[at])).toEqual(ascending.toReversed().slice(start, start + 50));
    }
  });
}
