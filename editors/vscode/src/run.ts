import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { LogOutputChannel } from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  type ErrorHandler,
} from "vscode-languageclient/node";

import { Restarts } from "./restarts";

/** The documents that are shown to the server. It says nothing about those it does not recognise. */
export const SELECTOR = ["yaml", "json", "jsonc"].flatMap((language) => [
  { scheme: "file", language },
  { scheme: "untitled", language },
]);

/** How often a server that ends by itself is started again within {@link RESTART_SPAN}. */
export const RESTARTS = 4;
const RESTART_SPAN = 3 * 60 * 1000;

/** How many milliseconds a server has to answer that it is to end, and then to end. */
const PATIENCE = 1500;

/** One start of one program, with the restarts after its crashes. Made for one start: then take a new one. */
export class Run {
  readonly client: LanguageClient;
  /** Called once, when the server has ended too often to be started again. */
  onGivenUp: () => void = () => {};
  private process: ChildProcess | undefined;
  private wasReady = false;
  private stopped = false;

  constructor(
    readonly file: string,
    private readonly args: readonly string[],
    initializationOptions: object,
    output: LogOutputChannel,
    trace: LogOutputChannel,
  ) {
    // The id is also the section of the settings: the client reads `ir.trace.server` by it.
    this.client = new QuietClient("ir", "ir-lsp", () => this.spawn(), {
      documentSelector: SELECTOR,
      initializationOptions,
      outputChannel: output,
      traceOutputChannel: trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: this.errorHandler(),
      initializationFailedHandler: () => false,
    });
    this.client.onDidChangeState(({ newState }) => {
      this.wasReady ||= newState === State.Running;
    });
  }

  /** Ends the server: in peace, and when it does not listen or has not even started, by force. */
  async stop(): Promise<void> {
    this.stopped = true;
    const { process } = this;
    const isAlive = (): boolean => process !== undefined && process.exitCode === null && process.signalCode === null;
    try {
      await this.client.dispose(PATIENCE);
      if (isAlive()) {
        await once(process as ChildProcess, "exit", { signal: AbortSignal.timeout(PATIENCE) });
      }
    } catch {
      // Not running yet, or not answering, or not ending. What counts is the process.
    }
    if (isAlive()) {
      process?.kill("SIGKILL");
    }
  }

  private async spawn(): Promise<ChildProcess> {
    if (this.stopped) {
      throw new Error("The server was stopped while it was starting.");
    }
    const child = spawn(this.file, this.args, { windowsHide: true });
    if (child.pid === undefined) {
      const [error] = (await once(child, "error")) as [Error];
      throw error;
    }
    child.on("error", () => {});
    this.process = child;
    return child;
  }

  private errorHandler(): ErrorHandler {
    const restarts = new Restarts(RESTARTS, RESTART_SPAN);
    return {
      // A message that cannot be written or read. When the server has ended, `closed` follows.
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        const restart = this.wasReady && !this.stopped && restarts.allow(Date.now());
        if (this.wasReady && !this.stopped && !restart) {
          this.onGivenUp();
        }
        return { action: restart ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
      },
    };
  }
}

/** A client that writes its own troubles into the output only: what a person should see of them is said by `Server`. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown, showNotification?: boolean | "force"): void {
    super.error(message, data, showNotification === "force" ? false : showNotification);
  }
}
