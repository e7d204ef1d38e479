import { describe, expect, it } from 'vitest';
import { applySeed } from '../../src/domain/catalogue/seed.ts';
import { createDomainFixture } from '../support/domain-fixture.ts';

describe('a seed', () => {
  it('may hold bundles, before or after what is in them', () => {
    const { domain, game } = createDomainFixture();
    const gem = { sku: 'GEM', name: 'Gem' };
    const chest = { sku: 'CHEST', name: 'Chest', nested_items: [{ sku: 'GEM', count: 3 }] };
    applySeed(domain, game, { items: [chest, gem] });
    applySeed(domain, game, { items: [gem, { ...chest, name: 'Other' }] });
    const items = domain.store.tables.items.by('game', game.id);
    expect(items.map(({ name }) => name)).toEqual(['Magic Crystals', 'Chest', 'Gem']);
    expect(items[1]).toMatchObject({ type: 'bundle', nestedItems: [{ itemId: items[2]?.id, count: 3 }] });
  });

  it('names the place of a bundle that holds what is not there', () => {
    const { domain, game } = createDomainFixture();
    const chest = { sku: 'CHEST', name: 'Chest', nested_items: [{ sku: 'NOPE' }] };
    expect(() => {
      applySeed(domain, game, { items: [chest] });
    }).toThrow('items.0.nested_items.0.sku: Unknown SKU "NOPE"');
    expect(domain.store.tables.items.count('game', game.id)).toBe(1);
  });
});
