/** Does something again and again, not too often, and uses only the result of the newest time. */
export class Latest<T> {
  private timer: NodeJS.Timeout | undefined;
  private newest = 0;

  /**
   * @param ask    what is done; it may take its time, and may fail
   * @param use    gets the result, unless something newer was asked for meanwhile
   * @param failed gets the error, unless something newer was asked for meanwhile
   */
  constructor(
    private readonly ask: () => Promise<T>,
    private readonly use: (result: T) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Asks after `milliseconds` in which nobody calls this again. */
  soon(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), milliseconds);
  }

  /** Asks at once. What was asked before is of no use any more. */
  async now(): Promise<void> {
    this.forget();
    const mine = this.newest;
    try {
      const result = await this.ask();
      if (mine === this.newest) {
        this.use(result);
      }
    } catch (error) {
      if (mine === this.newest) {
        this.failed(error);
      }
    }
  }

  /** What was asked for is not wanted any more. */
  forget(): void {
    clearTimeout(this.timer);
    this.newest += 1;
  }
}
