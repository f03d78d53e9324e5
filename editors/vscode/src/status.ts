import * as vscode from "vscode";

/** What the language server is doing, as far as a person cares. */
export type ServerState =
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly version: string | undefined; readonly file: string }
  | { readonly kind: "stopped"; readonly why: string };

/** The item in the status bar. It is there only beside files the server may read. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("ir.server", vscode.StatusBarAlignment.Right, 90);
  private readonly watcher = vscode.window.onDidChangeActiveTextEditor(() => this.place());
  private state: ServerState | undefined;

  constructor(private readonly selector: vscode.DocumentSelector) {
    this.item.name = "IR Language Server";
    this.item.command = "ir.showOutput";
  }

  show(state: ServerState): void {
    this.state = state;
    const { item } = this;
    item.backgroundColor = undefined;
    switch (state.kind) {
      case "starting":
        item.text = "$(sync~spin) ir-lsp";
        item.tooltip = "The IR language server is starting.";
        break;
      case "ready":
        item.text = ["$(check) ir-lsp", state.version].filter(Boolean).join(" ");
        item.tooltip = `The IR language server is ready.\n${state.file}`;
        break;
      case "stopped":
        item.text = "$(circle-slash) ir-lsp";
        item.tooltip = `The IR language server is not running: ${state.why}`;
        item.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
        break;
    }
    this.place();
  }

  dispose(): void {
    this.watcher.dispose();
    this.item.dispose();
  }

  private place(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (this.state !== undefined && document !== undefined && vscode.languages.match(this.selector, document) > 0) {
      this.item.show();
    } else {
      this.item.hide();
    }
  }
}
