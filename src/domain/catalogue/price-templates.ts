import { applyChange, type ChangeOf } from '../model/record.ts';
import { Conflict, NotFound } from '../model/errors.ts';
import { newId } from '../model/ids.ts';
import type { Game } from '../model/game.ts';
import type { PriceTemplate } from '../model/price-template.ts';
import { BASE_CURRENCY } from './prices.ts';
import { convert } from '../money/money.ts';
import type { ReadTables } from '../model/tables.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

export type NewTemplate = Pick<PriceTemplate, 'key' | 'name' | 'price' | 'category' | 'customs'>;

/** The game's templates, oldest first; `text` is part of their name or key, in any case. */
export function listTemplates(tables: ReadTables, gameId: string, text = ''): readonly PriceTemplate[] {
  const wanted = text.toLowerCase();
  return tables.priceTemplates
    .by('game', gameId)
    .filter(({ name, key }) => `${name}\n${key ?? ''}`.toLowerCase().includes(wanted));
}

/** @throws NotFound when the game has no such template. */
export function getTemplate(tables: ReadTables, gameId: string, id: string): PriceTemplate {
  const template = tables.priceTemplates.get(id);
  if (template?.gameId !== gameId) throw new NotFound(`Price template ${JSON.stringify(id)} was not found.`);
  return template;
}

/** @throws Conflict when the key is taken. */
export function createTemplate(domain: DomainContext, game: Game, asked: NewTemplate): PriceTemplate {
  return inTransaction(domain, (tx) => {
    const id = newId(tx.ids, 'priceTemplate');
    return put(tx, { ...asked, id, gameId: game.id, createdAt: tx.now, modifiedAt: tx.now });
  });
}

/**
 * Fields that the change leaves out keep their values. The items with this template have its new price.
 *
 * @throws NotFound
 * @throws Conflict when the key is taken.
 */
export function updateTemplate(
  domain: DomainContext,
  game: Game,
  id: string,
  change: ChangeOf<NewTemplate>,
): PriceTemplate {
  return inTransaction(domain, (tx) => {
    const template = getTemplate(tx.tables, game.id, id);
    return put(tx, { ...applyChange(template, change), modifiedAt: tx.now });
  });
}

function put(tx: Tx, template: PriceTemplate): PriceTemplate {
  const { id, gameId, key } = template;
  const others = tx.tables.priceTemplates.by('game', gameId).filter((other) => other.id !== id);
  if (key !== null && others.some((other) => other.key === key)) {
    throw new Conflict(`Another price template already has the key ${JSON.stringify(key)}.`);
  }
  tx.tables.priceTemplates.put(template);
  return template;
}

/**
 * Deletes a template. Its items keep its price point as their own price.
 *
 * @throws NotFound
 */
export function deleteTemplate(domain: DomainContext, game: Game, id: string): void {
  inTransaction(domain, (tx) => {
    const template = getTemplate(tx.tables, game.id, id);
    for (const item of tx.tables.items.by('template', id)) {
      const currency = item.currency ?? BASE_CURRENCY;
      const price = convert(template.price, BASE_CURRENCY, currency);
      tx.tables.items.put({ ...item, price, currency, priceTemplateId: null, modifiedAt: tx.now });
    }
    tx.tables.priceTemplates.delete(id);
  });
}
