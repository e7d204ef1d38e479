/** One game in one environment. Every other record belongs to a game; the API key finds it. */
export interface Game {
  readonly id: string;
  readonly companyId: string;
  readonly name: string;
  readonly sandbox: boolean;
  /** Set on the dashboard; `null` means: as the process was started. */
  readonly autoRefund: boolean | null;
  /** Set on the dashboard, in the notation of `--retry-schedule`; `null` means: as the process was started. */
  readonly retrySchedule: string | null;
}
