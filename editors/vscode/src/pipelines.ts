import * as vscode from "vscode";

import { HEAD_LINES, looksLikePipeline } from "./recognize";
import { SELECTOR } from "./run";

/** Whether a document looks like a pipeline file. */
export function isPipeline(document: vscode.TextDocument): boolean {
  return (
    vscode.languages.match(SELECTOR, document) > 0 &&
    looksLikePipeline(document.getText(new vscode.Range(0, 0, HEAD_LINES, 0)))
  );
}

/**
 * The context key that lists the paths of pipeline files, for the buttons in their titles. Paths and no addresses: in a
 * window to another machine the menus know a file by another scheme than the extension does.
 */
const KEY = "ir.pipelines";

/** Knows which documents look like pipeline files, and says so to whoever listens and to the menus. */
export class Pipelines implements vscode.Disposable {
  private readonly known = new Set<string>();
  private readonly found = new vscode.EventEmitter<vscode.TextDocument>();
  /** A document was opened that is a pipeline file, or became one. */
  readonly onFound = this.found.event;
  private readonly subscriptions = [
    this.found,
    vscode.workspace.onDidOpenTextDocument((document) => this.look(document)),
    // A file that is being written becomes a pipeline at some keystroke.
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.look(document)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (this.known.delete(document.uri.toString())) {
        this.tell();
      }
    }),
  ];

  /** Looks at what is open already. */
  begin(): void {
    vscode.workspace.textDocuments.forEach((document) => this.look(document));
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => subscription.dispose());
  }

  private look(document: vscode.TextDocument): void {
    const name = document.uri.toString();
    // Once a pipeline, a document stays one: half-written text must not make buttons blink.
    if (!this.known.has(name) && isPipeline(document)) {
      this.known.add(name);
      this.tell();
      this.found.fire(document);
    }
  }

  private tell(): void {
    const paths = [...this.known].map((name) => vscode.Uri.parse(name)).flatMap((uri) => [uri.path, uri.fsPath]);
    void vscode.commands.executeCommand("setContext", KEY, paths);
    void vscode.commands.executeCommand("setContext", "ir.hasPipelines", this.known.size > 0);
  }
}
