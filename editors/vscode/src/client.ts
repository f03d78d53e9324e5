import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State, type LanguageClientOptions } from "vscode-languageclient/node";

import { findServer, type Machine, type Search } from "./server";
import { Status } from "./status";

/** The documents that are shown to the server. It says nothing about those it does not recognise. */
export const SELECTOR = ["yaml", "json", "jsonc"].flatMap((language) => [
  { scheme: "file", language },
  { scheme: "untitled", language },
]);

/** Also the section of the settings: the client reads `ir.trace.server` by it. */
const CLIENT_ID = "ir";

/** The one language server of a window: looked for, started, stopped and spoken of here. */
export class Server implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel("ir-lsp", { log: true });
  private readonly trace = vscode.window.createOutputChannel("ir-lsp trace", { log: true });
  private readonly status = new Status(SELECTOR);
  private client: LanguageClient | undefined;
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
    return this.enqueue(() => this.doStart());
  }

  restart(): Promise<void> {
    this.wanted = true;
    return this.enqueue(async () => {
      await this.doStop();
      await this.doStart();
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

  private async doStart(): Promise<void> {
    if (this.client !== undefined) {
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
    this.status.show({ kind: "starting" });
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      traceOutputChannel: this.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    };
    // No `transport`: with it the client would add an argument, and standard input and output are what it uses anyway.
    const run = { command: search.file, args: settings.get<string[]>("args", []) };
    const client = new LanguageClient(CLIENT_ID, "IR Language Server", run, options);
    client.onDidChangeState(({ newState }) => {
      if (this.client !== client) {
        return;
      }
      if (newState === State.Running) {
        const version = client.initializeResult?.serverInfo?.version;
        this.status.show({ kind: "ready", version, file: search.file });
      } else if (newState === State.Stopped) {
        this.status.show({ kind: "stopped", why: "it has ended. Its output says more." });
      } else {
        this.status.show({ kind: "starting" });
      }
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.client = undefined;
      this.output.error(String(error));
      this.status.show({ kind: "stopped", why: "it did not start. Its output says more." });
      void this.tellBroken(search.file);
    }
  }

  private async doStop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) {
      return;
    }
    this.status.show({ kind: "stopped", why: "it was stopped." });
    try {
      await client.dispose();
    } catch (error) {
      // A server that has crashed, or hangs, cannot be stopped politely. It is gone all the same.
      this.output.warn(String(error));
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
      await vscode.commands.executeCommand("workbench.action.openSettings", "ir.server.path");
    } else if (choice === howToInstall) {
      const page = vscode.Uri.joinPath(this.extension.extensionUri, "install.md");
      await vscode.commands.executeCommand("markdown.showPreview", page);
    }
  }

  private async tellBroken(file: string): Promise<void> {
    const showOutput = "Show Output";
    const choice = await vscode.window.showErrorMessage(`The language server ${file} did not start.`, showOutput);
    if (choice === showOutput) {
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
