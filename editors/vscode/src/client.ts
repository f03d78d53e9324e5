import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import { State } from "vscode-languageclient/node";

import { RESTARTS, Run, SELECTOR } from "./run";
import { findServer, type Machine, type Search } from "./server";
import { Status } from "./status";

/** The one language server of a window: looked for, started, stopped and spoken of here. */
export class Server implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel("ir-lsp", { log: true });
  private readonly trace = vscode.window.createOutputChannel("ir-lsp trace", { log: true });
  private readonly status = new Status(SELECTOR);
  private current: Run | undefined;
  private wanted = false;
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

  showOutput(): void {
    this.output.show(true);
  }

  dispose(): void {
    this.status.dispose();
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
    const settings = vscode.workspace.getConfiguration("ir.server");
    const search = findServer(
      {
        setting: settings.get("path", ""),
        workspaceFolder: vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file")?.uri.fsPath,
        extensionFolder: this.extension.extensionPath,
      },
      thisMachine(),
    );
    if (search.kind === "missing") {
      this.status.show({ kind: "stopped", why: "the program ir-lsp was not found." });
      this.output.error(`ir-lsp was not found. Looked for ${search.tried.join(", then for ")}.`);
      void this.tellMissing(search);
      return;
    }

    this.output.info(`Starting ${search.file} (named by: ${search.by}).`);
    this.run(new Run(search.file, settings.get<string[]>("args", []), this.output, this.trace));
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

  private async tellMissing(search: Search & { kind: "missing" }): Promise<void> {
    const openSetting = "Open Setting";
    const howToInstall = "How to Install";
    const message =
      search.by === "setting"
        ? `The language server for pipeline files is not at the path in the setting ir.server.path: ${search.tried.join()}`
        : "The language server for pipeline files was not found: no ir-lsp came with this extension, and none is in PATH.";
    const choice = await vscode.window.showErrorMessage(message, openSetting, howToInstall);
    if (choice === openSetting) {
      // In a window to another machine, the user's settings there are the ones that can hold a path.
      const remote = vscode.env.remoteName !== undefined;
      await vscode.commands.executeCommand(`workbench.action.open${remote ? "Remote" : ""}Settings`, { query: "ir.server.path" });
    } else if (choice === howToInstall) {
      const page = vscode.Uri.joinPath(this.extension.extensionUri, "install.md");
      await vscode.commands.executeCommand("markdown.showPreview", page);
    }
  }

  private async tellBroken(message: string): Promise<void> {
    const showOutput = "Show Output";
    if ((await vscode.window.showErrorMessage(message, showOutput)) === showOutput) {
      this.showOutput();
    }
  }
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    home: os.homedir(),
    isProgram(file) {
      try {
        fs.accessSync(file, fs.constants.X_OK);
        return fs.statSync(file).isFile();
      } catch {
        return false;
      }
    },
  };
}
