/** A measurement that is compared with others. */
export interface Measurement<Figures> {
  readonly name: string;
  readonly measure: () => Promise<Figures>;
}

/**
 * Takes each measurement once per round, so that disturbances of the machine affect all of them alike.
 *
 * @returns the figures of all rounds, by name
 */
export async function inRounds<Figures>(
  rounds: number,
  measurements: readonly Measurement<Figures>[],
): Promise<ReadonlyMap<string, Figures[]>> {
  const figures = new Map<string, Figures[]>(measurements.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, measure } of measurements) figures.get(name)?.push(await measure());
  }
  return figures;
}

/** As `inRounds`, after a round that does not count, because code runs slowly at first. */
export async function inWarmRounds<Figures>(
  rounds: number,
  measurements: readonly Measurement<Figures>[],
): Promise<ReadonlyMap<string, Figures[]>> {
  await inRounds(1, measurements);
  return inRounds(rounds, measurements);
}

/** The value that `share` (0 to 1) of the values do not exceed; NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
