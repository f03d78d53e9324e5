import * as vscode from "vscode";

/** What the language server is doing, as far as a person cares. */
export type ServerState =
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly version: string | undefined; readonly file: string }
  | { readonly kind: "stopped"; readonly why: string };

/** The item among those of the language. It is there only beside files the server may read, once it was started. */
export class Status implements vscode.Disposable {
  private item: vscode.LanguageStatusItem | undefined;

  constructor(private readonly selector: vscode.DocumentSelector) {}

  show(state: ServerState): void {
    this.item ??= vscode.languages.createLanguageStatusItem("ir.server", this.selector);
    const { item } = this;
    item.name = "IR Language Server";
    item.busy = state.kind === "starting";
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.command = { title: "Show Output", command: "ir.showOutput" };
    switch (state.kind) {
      case "starting":
        item.text = "ir-lsp";
        item.detail = "starting";
        break;
      case "ready":
        item.text = ["ir-lsp", state.version].filter(Boolean).join(" ");
        item.detail = `ready: ${state.file}`;
        break;
      case "stopped":
        item.text = "ir-lsp is not running";
        item.detail = state.why;
        item.severity = vscode.LanguageStatusSeverity.Error;
        item.command = { title: "Start", command: "ir.restartServer" };
        break;
    }
  }

  dispose(): void {
    this.item?.dispose();
  }
}
