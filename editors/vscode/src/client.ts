import * as vscode from "vscode";
import { State, type Location, type Position } from "vscode-languageclient/node";

import { tellMissing, thisMachine, wishFor } from "./machine";
import { RESTARTS, Run, SELECTOR } from "./run";
import { findServer } from "./server";
import { Status } from "./status";

/** What the server may want to be run by a click on one of its code lenses. */
export const LENS_COMMANDS = { graph: "ir-lsp.showGraph", references: "ir-lsp.showReferences" };

/** The one language server of a window: looked for, started, stopped and spoken of here. */
export class Server implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel("ir-lsp", { log: true });
  private readonly trace = vscode.window.createOutputChannel("ir-lsp trace", { log: true });
  private readonly status = new Status(SELECTOR);
  private current: Run | undefined;
  private wanted = false;
  private readonly ready = new vscode.EventEmitter<void>();
  /** A server is there, for the first time or again. */
  readonly onReady = this.ready.event;
  /** Starts and stops are made one after the other, however fast they are asked for. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly extension: vscode.ExtensionContext) {}

  /** True once a start was asked for, successful or not: then it is the user's turn to ask again. */
  get isWanted(): boolean {
    return this.wanted;
  }

  start(): Promise<void> {
    this.wanted = true;
    return this.enqueue(async () => this.doStart());
  }

  restart(): Promise<void> {
    this.wanted = true;
    return this.enqueue(async () => {
      await this.doStop();
      this.doStart();
    });
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.doStop());
  }

  /**
   * Asks a question of the server's own about a document that is open. `null` where the document is none of its files;
   * `undefined` where there is no server, or where it does not know the question (`ability`). Fails where the text has
   * changed meanwhile.
   */
  async ask<T extends object>(
    method: string,
    ability: string,
    document: vscode.Uri,
    options: object = {},
  ): Promise<T | null | undefined> {
    const client = this.current?.client;
    if (client === undefined) {
      return undefined;
    }
    await client.start();
    const abilities: unknown = client.initializeResult?.capabilities.experimental;
    if (typeof abilities !== "object" || abilities === null || !(ability in abilities)) {
      return undefined;
    }
    const textDocument = { uri: client.code2ProtocolConverter.asUri(document) };
    return await client.sendRequest<T | null>(method, { textDocument, ...options });
  }

  /** Shows places that the server has told, in the protocol's words, as those of references. */
  async showReferences(uri: string, position: Position, locations: Location[]): Promise<void> {
    const convert = this.current?.client.protocol2CodeConverter;
    if (convert !== undefined) {
      const places = locations.map((location) => convert.asLocation(location));
      await vscode.commands.executeCommand(
        "editor.action.showReferences",
        convert.asUri(uri),
        convert.asPosition(position),
        places,
      );
    }
  }

  showOutput(): void {
    this.output.show(true);
  }

  log(message: string): void {
    this.output.info(message);
  }

  dispose(): void {
    this.status.dispose();
    this.ready.dispose();
    this.output.dispose();
    this.trace.dispose();
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch((error: unknown) => this.output.error(String(error)));
    return this.last;
  }

  private doStart(): void {
    if (this.current !== undefined) {
      return;
    }
    const settings = vscode.workspace.getConfiguration("ir");
    const search = findServer(wishFor("server.path", this.extension), thisMachine());
    if (search.kind === "missing") {
      this.status.show({ kind: "stopped", why: "the program ir-lsp was not found." });
      this.output.error(`ir-lsp was not found. Looked for ${search.tried.join(", then for ")}.`);
      const message =
        search.by === "setting"
          ? `The language server for pipeline files is not at the path in the setting ir.server.path: ${search.tried.join()}`
          : "The language server for pipeline files was not found: no ir-lsp came with this extension, and none is in PATH.";
      void tellMissing(message, "ir.server.path", this.extension);
      return;
    }

    this.output.info(`Starting ${search.file} (named by: ${search.by}).`);
    const options = {
      scanWorkspace: settings.get("scanWorkspace", true),
      hints: settings.get("hints", {}),
      commands: Object.values(LENS_COMMANDS),
    };
    this.run(new Run(search.file, settings.get<string[]>("server.args", []), options, this.output, this.trace));
  }

  /** Starts a server and follows what becomes of it, without waiting: one that hangs must not block a restart. */
  private run(run: Run): void {
    this.current = run;
    const isCurrent = (): boolean => this.current === run;
    run.client.onDidChangeState(({ newState }) => {
      if (!isCurrent()) {
        return;
      }
      if (newState === State.Running) {
        this.status.show({ kind: "ready", version: run.client.initializeResult?.serverInfo?.version, file: run.file });
        this.ready.fire();
        void vscode.commands.executeCommand("setContext", "ir.isReady", true);
      } else if (newState === State.Starting) {
        this.status.show({ kind: "starting" });
      } else {
        this.status.show({ kind: "stopped", why: "it has ended. Its output says more." });
      }
    });
    run.onGivenUp = () => {
      if (isCurrent()) {
        void this.tellBroken(`The language server has ended ${RESTARTS + 1} times in a short while and is not started again.`);
      }
    };
    run.client.start().catch((error: unknown) => {
      if (isCurrent()) {
        this.output.error(String(error));
        this.status.show({ kind: "stopped", why: "it did not start. Its output says more." });
        void this.tellBroken(`The language server did not start: ${run.file}`);
      }
    });
  }

  private async doStop(): Promise<void> {
    const run = this.current;
    this.current = undefined;
    if (run !== undefined) {
      this.status.show({ kind: "stopped", why: "it was stopped." });
      await run.stop();
    }
  }

  private async tellBroken(message: string): Promise<void> {
    const showOutput = "Show Output";
    if ((await vscode.window.showErrorMessage(message, showOutput)) === showOutput) {
      this.showOutput();
    }
  }
}
