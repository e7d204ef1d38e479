/** How long everything is measured. */
export interface Pace {
  /** How often each subject has its turn. */
  readonly rounds: number;
  /** Length of one turn under load. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** How often a process is started for its start-up time. */
  readonly starts: number;
  /** Deliveries of one burst. */
  readonly burst: number;
  /** Numbers of stored orders at which the cost of one more is measured. */
  readonly stored: readonly number[];
}

export const FULL: Pace = {
  rounds: 3,
  seconds: 2,
  warmUpSeconds: 3,
  starts: 7,
  burst: 9000,
  stored: [0, 1000, 10_000, 100_000],
};

export const QUICK: Pace = {
  rounds: 1,
  seconds: 1,
  warmUpSeconds: 0.5,
  starts: 3,
  burst: 2000,
  stored: [0, 1000, 10_000],
};
