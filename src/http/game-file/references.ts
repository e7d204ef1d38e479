import { Invalid, invalidField } from '../../domain/model/errors.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import type { FaultPath } from '../../domain/model/errors.ts';

/** How the parts of a file name each other: ids are unique in a process, so an import gives every record a new one. */
export const LOCAL_NAMES = {
  item: (sku: string) => `@item/${sku}`,
  coupon: (code: string) => `@coupon/${code}`,
  achievement: (type: string) => `@achievement/${type}`,
  numbered: (kind: 'category' | 'template' | 'creator' | 'leaderboard' | 'tier', index: number) =>
    `@${kind}/${index + 1}`,
} as const;

/** The names in a file of the game's records, by their ids. */
export function localNames(tables: ReadTables, gameId: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const number = (kind: Parameters<typeof LOCAL_NAMES.numbered>[0], records: readonly { id: string }[]) => {
    for (const [index, { id }] of records.entries()) names.set(id, LOCAL_NAMES.numbered(kind, index));
  };
  for (const { id, sku } of tables.items.by('game', gameId)) names.set(id, LOCAL_NAMES.item(sku));
  for (const { id, code } of tables.coupons.by('game', gameId)) names.set(id, LOCAL_NAMES.coupon(code));
  for (const { id, type } of tables.achievements.by('game', gameId)) {
    names.set(id, LOCAL_NAMES.achievement(type));
  }
  number('category', tables.itemCategories.by('game', gameId));
  number('template', tables.priceTemplates.by('game', gameId));
  number('creator', tables.creators.by('game', gameId));
  number('leaderboard', tables.leaderboards.by('game', gameId));
  for (const { tiers } of tables.loyaltyPrograms.by('game', gameId)) number('tier', tiers);
  return names;
}

/** The ids that an import has given so far, by the names in the file. */
export class References {
  readonly #ids = new Map<string, string>();

  /** @throws Invalid when another record has the name */
  add(path: FaultPath, name: string | undefined, id: string): void {
    if (name === undefined) return;
    if (this.#ids.has(name)) {
      throw invalidField(path, 'taken', `The file has ${JSON.stringify(name)} twice.`);
    }
    this.#ids.set(name, id);
  }

  /** A part of the file with ids in place of names. */
  resolve<T>(value: T): T {
    return renamed(value, this.#ids);
  }

  /** @throws Invalid at the names that look like those of items and that the file does not have */
  refuseUnknownItems(path: FaultPath, names: readonly string[] | undefined): void {
    const faults = (names ?? []).flatMap((name, index) =>
      !name.startsWith(LOCAL_NAMES.item('')) || this.#ids.has(name)
        ? []
        : [
            {
              path: [...path, index],
              code: 'invalid_reference' as const,
              message: `The file has no item ${JSON.stringify(name)}.`,
            },
          ],
    );
    if (faults.length > 0) throw new Invalid(faults);
  }

  idOf(name: string): string | undefined {
    return this.#ids.get(name);
  }
}

/** A value with each text that is a key of `names` replaced. Names of fields stay. */
export function renamed<T>(value: T, names: ReadonlyMap<string, string>): T {
  return (names.size === 0 ? value : rename(value, names)) as T;
}

function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => rename(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rename(one, names)]));
}
