/** Something that is measured beside others. */
export interface Turn<Figures> {
  readonly name: string;
  readonly measure: () => Promise<Figures>;
}

/**
 * Measures each in turn, in rounds, so that disturbances of the machine affect all of them.
 *
 * @returns by name, the figures of every round
 */
export async function inTurns<Figures>(
  rounds: number,
  turns: readonly Turn<Figures>[],
): Promise<ReadonlyMap<string, Figures[]>> {
  const figures = new Map<string, Figures[]>(turns.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, measure } of turns) figures.get(name)?.push(await measure());
  }
  return figures;
}

/** The same after a first round that does not count, because code that has not run yet is slow. */
export async function inWarmTurns<Figures>(
  rounds: number,
  turns: readonly Turn<Figures>[],
): Promise<ReadonlyMap<string, Figures[]>> {
  await inTurns(1, turns);
  return inTurns(rounds, turns);
}
