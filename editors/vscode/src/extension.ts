import * as vscode from "vscode";

import { Server } from "./client";
import { HEAD_LINES, looksLikePipeline } from "./recognize";
import { SELECTOR } from "./run";

let server: Server | undefined;

/** Called by VS Code with the first YAML or JSON file. The server is started with the first pipeline file. */
export function activate(context: vscode.ExtensionContext): void {
  const started = new Server(context);
  server = started;
  const watchers: vscode.Disposable[] = [];
  const startFor = (document: vscode.TextDocument): void => {
    if (!started.isWanted && isPipeline(document)) {
      void started.start();
    }
    if (started.isWanted) {
      watchers.splice(0).forEach((watcher) => watcher.dispose());
    }
  };
  watchers.push(
    vscode.workspace.onDidOpenTextDocument(startFor),
    // A file that is being written becomes a pipeline at some keystroke.
    vscode.workspace.onDidChangeTextDocument(({ document }) => startFor(document)),
  );

  context.subscriptions.push(
    started,
    new vscode.Disposable(() => watchers.forEach((watcher) => watcher.dispose())),
    vscode.commands.registerCommand("ir.restartServer", () => started.restart()),
    vscode.commands.registerCommand("ir.showOutput", () => started.showOutput()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (started.isWanted && event.affectsConfiguration("ir.server")) {
        void started.restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      // Now the folder's own settings count.
      if (started.isWanted) {
        void started.restart();
      }
    }),
  );
  vscode.workspace.textDocuments.forEach(startFor);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

function isPipeline(document: vscode.TextDocument): boolean {
  return (
    vscode.languages.match(SELECTOR, document) > 0 &&
    looksLikePipeline(document.getText(new vscode.Range(0, 0, HEAD_LINES, 0)))
  );
}
