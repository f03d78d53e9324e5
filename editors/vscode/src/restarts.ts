/** Whether a server that has ended may be started again: not when it keeps ending. */
export class Restarts {
  private times: number[] = [];

  /** Allows `limit` restarts within `span` milliseconds. */
  constructor(
    private readonly limit: number,
    private readonly span: number,
  ) {}

  /** Counts a restart at `now`, in milliseconds of any steady clock, and says whether it may happen. */
  allow(now: number): boolean {
    this.times = this.times.filter((time) => now - time < this.span);
    this.times.push(now);
    return this.times.length <= this.limit;
  }
}
