/** How long each case measures. */
export interface BenchOptions {
  /** How often each server is measured. */
  readonly rounds: number;
  /** Length of one measurement under load. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** How often a process is started for its start-up time. */
  readonly starts: number;
  /** Deliveries of one burst. */
  readonly burst: number;
  /** Numbers of stored orders at which the cost of another one is measured. */
  readonly stored: readonly number[];
  /** Orders stored when the lists are measured, and how often each list is requested. */
  readonly listed: number;
  readonly requestsPerList: number;
}

export const FULL: BenchOptions = {
  rounds: 3,
  seconds: 2,
  warmUpSeconds: 3,
  starts: 7,
  burst: 9000,
  stored: [0, 1000, 10_000, 100_000],
  listed: 100_000,
  requestsPerList: 40,
};

export const QUICK: BenchOptions = {
  rounds: 1,
  seconds: 1,
  warmUpSeconds: 0.5,
  starts: 3,
  burst: 2000,
  stored: [0, 1000, 10_000],
  listed: 10_000,
  requestsPerList: 20,
};
