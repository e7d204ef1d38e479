/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** A record of a kind that only a specification describes. */
export interface Resource {
  readonly id: string;
  readonly gameId: string;
  /** Where its operations are published: `/v1/news`. */
  readonly kind: string;
  /** What names it among the game's records of its kind. */
  readonly key: string;
  /** The values of the path's parameters that it was created below: `{ store_id: … }`. */
  readonly scope: Readonly<Record<string, string>>;
  readonly data: JsonObject;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
