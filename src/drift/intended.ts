/** A difference that the emulator has on purpose. */
export interface IntendedDifference {
  readonly line: RegExp;
  readonly reason: string;
}

export const INTENDED: readonly IntendedDifference[] = [
  {
    line: /^POST \/v1\/orders: gone field items\[\]\.(?:price|currency)$/,
    reason: 'The guides give an item of an order its price and currency; the specification does not.',
  },
  {
    line: /: (?:gone field|answer \d+: field) .*\bsubscription_settings\b/,
    reason:
      'The specification has plans only for the items of a store; here the items API takes and shows them.',
  },
  {
    line: /: changed field .+: - minimum 0, - maximum 8640000000000$/,
    reason: 'A time must be one that a calendar has; the specification does not bound it.',
  },
];
