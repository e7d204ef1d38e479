import { describe, expect, it, vi } from 'vitest';
import { Conflict } from '../../src/domain/model/errors.ts';
import { changeResources, createResources, listResources } from '../../src/domain/resources/resources.ts';
import { MemoryTable } from '../../src/store/memory-table.ts';
import { createDomainFixture } from '../support/domain-fixture.ts';

const NEWS = { name: '/v1/news', uniqueFields: ['slug'] };

/** A new record with this slug, which is its key too. */
const record = (slug: string) => ({ key: slug, scope: {}, data: { slug } });

/** A change of a record's slug. */
const renamed = (key: string, slug: string) => ({ key, scope: {}, change: () => ({ slug }), creates: false });

describe('records that a bulk operation stores', () => {
  it('are compared with the others by reading these once [generic.unique]', () => {
    const { domain, game } = createDomainFixture();
    createResources(domain, game, NEWS, ['a', 'b', 'c'].map(record));
    const reads = vi.spyOn(MemoryTable.prototype, 'by');
    createResources(
      domain,
      game,
      NEWS,
      Array.from({ length: 50 }, (_, index) => record(`slug-${index}`)),
    );
    expect(reads).toHaveBeenCalledTimes(1);
    reads.mockRestore();
  });

  it('can take a value that one before them gives up, and no other [generic.unique]', () => {
    const { domain, game } = createDomainFixture();
    createResources(domain, game, NEWS, ['a', 'b'].map(record));
    changeResources(domain, game, NEWS, [renamed('a', 'c'), renamed('b', 'a')]);
    const slugs = () =>
      listResources(domain.store.tables, game.id, NEWS.name).map(({ data }) => data['slug']);
    expect(slugs()).toEqual(['c', 'a']);
    expect(() => changeResources(domain, game, NEWS, [renamed('a', 'd'), renamed('b', 'd')])).toThrow(
      Conflict,
    );
    expect(() => createResources(domain, game, NEWS, [record('e'), record('a')])).toThrow(Conflict);
    expect(slugs()).toEqual(['c', 'a']);
  });
});
