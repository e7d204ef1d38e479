/** The body of `POST /v1/mor/token/create` with every field. */
export const TOKEN_BODY = {
  user: { id: 'player-7', email: 'zoe@example.com', region_code: 'DE' },
  settings: {
    project_id: 'project-1',
    external_id: 'tx-2026-0001',
    language: 'de',
    currency: 'EUR',
    region_code: 'FR',
    webhook_url: 'https://game.example.test/midaspay',
  },
  purchase: {
    checkout: { currency: 'EUR', amount: '9.9' },
    description: {
      items: [
        {
          sku: 'GEM-100',
          name: '100 Gems',
          quantity: 3,
          price: { amount: '1.10', vat_included: true },
          logo_url: 'https://cdn.example.test/gem.png',
        },
        { sku: 'SKIN-1' },
      ],
    },
  },
  custom_parameters: { server: 'eu-1', attempt: 2, nested: { a: [true, null] } },
};

/** A copy of the body in which the value at the path is another; `undefined` removes it. */
export function tokenBodyWith(path: readonly (string | number)[], value: unknown): unknown {
  const body = structuredClone(TOKEN_BODY) as unknown;
  const parents = path.slice(0, -1);
  const last = path.at(-1) ?? '';
  const parent = parents.reduce<unknown>(
    (at, step) => (at as Record<string | number, unknown>)[step],
    body,
  ) as Record<string | number, unknown>;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return body;
}
