import * as path from "node:path";
import * as vscode from "vscode";

import type { Server } from "./client";
import type { Meaning } from "./requests";

const SCHEME = "ir-document";

/** How many milliseconds without a key come before the next reading. */
const PAUSE = 250;

/** What pipeline files mean, in the neutral form that all formats share: virtual documents that follow the text. */
export class Documents implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions = [
    this.changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.follow(document.uri)),
  ];

  constructor(private readonly server: Server) {}

  async open(source: vscode.Uri): Promise<void> {
    await this.server.start();
    const document = await vscode.workspace.openTextDocument(virtual(source));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const source = vscode.Uri.parse(uri.query);
    // Only what is open is known to the server.
    await vscode.workspace.openTextDocument(source);
    const meaning = await this.server.ask<Meaning>("ir/document", "irDocument", source);
    if (meaning === undefined) {
      return "// The language server is not running, or too old for this.\n";
    }
    return meaning === null ? "// Not recognised as a pipeline file.\n" : `${meaning.json}\n`;
  }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.subscriptions.forEach((subscription) => subscription.dispose());
  }

  private follow(source: vscode.Uri): void {
    const uri = virtual(source);
    const name = uri.toString();
    if (vscode.workspace.textDocuments.some((document) => document.uri.toString() === name)) {
      clearTimeout(this.timers.get(name));
      const fire = (): void => {
        this.timers.delete(name);
        this.changed.fire(uri);
      };
      this.timers.set(name, setTimeout(fire, PAUSE));
    }
  }
}

/** The address of the document about `source`. Its name ends so that VS Code takes it for JSON with comments. */
function virtual(source: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${path.posix.basename(source.path)}.ir.jsonc`, query: source.toString() });
}
