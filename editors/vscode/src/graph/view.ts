import { randomBytes } from "node:crypto";
import * as path from "node:path";
import * as vscode from "vscode";

import type { Server } from "../client";
import { isPipeline } from "../pipelines";
import type { Graph, GraphNode, Range } from "../requests";
import { Latest } from "./latest";
import { keptDocument, readMessage, sentence } from "./messages";
import { nodeAt } from "./nodes";

const TYPE = "ir.graph";

/** How many milliseconds without a key come before the next drawing. */
const PAUSE = 250;

/** The drawing beside the text. One for a window: it shows the pipeline file that was active last. */
export class GraphView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.Uri | undefined;
  private nodes: readonly GraphNode[] = [];
  private html = "";
  private readonly nonce = randomBytes(16).toString("base64url");
  /** The box to show when the page is there, unless the cursor tells. */
  private wanted: string | undefined;
  private readonly drawing = new Latest<Graph | null | undefined>(
    () => this.ask(),
    (graph) => this.show(graph),
    (error) => {
      this.server.log(`No drawing: ${String(error)}`);
      if (this.html === "") {
        this.say("The language server gave no drawing. Its output says more.");
      }
    },
  );
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(private readonly server: Server) {
    this.subscriptions.push(
      vscode.window.registerWebviewPanelSerializer(TYPE, {
        deserializeWebviewPanel: (panel, state) => this.revive(panel, keptDocument(state)),
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.drawSoon([document.uri])),
      // What is found changes with other files, too.
      vscode.languages.onDidChangeDiagnostics(({ uris }) => this.drawSoon(uris)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("ir.graph")) {
          void this.drawing.now();
        }
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (this.panel !== undefined && editor !== undefined && isPipeline(editor.document)) {
          this.turnTo(editor.document.uri);
        }
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.isAbout(textEditor.document.uri)) {
          this.point();
        }
      }),
      server.onReady(() => void this.drawing.now()),
    );
  }

  /** Opens the drawing of a document beside it, at the box `id` if one is named. */
  async open(uri: vscode.Uri, id?: string): Promise<void> {
    this.wanted = id;
    await this.server.start();
    if (this.panel === undefined) {
      const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.adopt(vscode.window.createWebviewPanel(TYPE, "Pipeline Graph", where));
    } else {
      this.panel.reveal(undefined, true);
    }
    this.turnTo(uri);
    this.point();
  }

  dispose(): void {
    this.drawing.forget();
    this.panel?.dispose();
    this.subscriptions.forEach((subscription) => subscription.dispose());
  }

  /** A page that was open when the window was closed. */
  private async revive(panel: vscode.WebviewPanel, document: string | undefined): Promise<void> {
    if (document === undefined || this.panel !== undefined) {
      panel.dispose();
      return;
    }
    this.adopt(panel);
    const uri = vscode.Uri.parse(document);
    try {
      // Only what is open is known to the server.
      await vscode.workspace.openTextDocument(uri);
    } catch {
      this.say(`${path.posix.basename(uri.path)} is not there any more.`);
      return;
    }
    if (!this.server.isWanted) {
      await this.server.start();
    }
    this.turnTo(uri);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.webview.onDidReceiveMessage((message) => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = this.document = undefined;
      this.html = "";
      this.nodes = [];
      this.drawing.forget();
    });
  }

  private turnTo(uri: vscode.Uri): void {
    if (!this.isAbout(uri)) {
      this.document = uri;
      void this.drawing.now();
    }
  }

  private isAbout(uri: vscode.Uri): boolean {
    return this.document?.toString() === uri.toString();
  }

  private drawSoon(uris: readonly vscode.Uri[]): void {
    if (uris.some((uri) => this.isAbout(uri))) {
      this.drawing.soon(PAUSE);
    }
  }

  private async ask(): Promise<Graph | null | undefined> {
    const depth = vscode.workspace.getConfiguration("ir.graph", this.document).get<number | null>("depth", null);
    const options = depth === null ? {} : { depth };
    return this.document && this.server.ask<Graph>("ir/graph", "irGraph", this.document, options);
  }

  private show(graph: Graph | null | undefined): void {
    const { panel, document } = this;
    if (panel === undefined || document === undefined) {
      return;
    }
    const name = path.posix.basename(document.path);
    panel.title = `Graph: ${name}`;
    if (graph === undefined) {
      this.say("The language server is not running, or too old to draw.");
    } else if (graph === null) {
      this.say(`${name} is not recognised as a pipeline file: there is nothing to draw.`);
    } else if (graph.nodes.length === 0) {
      this.say(`There is no pipeline in ${name} yet.`);
    } else {
      this.nodes = graph.nodes;
      this.render(graph.html);
      this.point();
    }
  }

  private say(text: string): void {
    this.nodes = [];
    this.render(sentence(text, this.nonce));
  }

  private render(html: string): void {
    if (this.panel !== undefined && this.html !== html) {
      this.html = html;
      this.panel.webview.html = html;
    }
  }

  private receive(message: unknown): void {
    const read = readMessage(message);
    if (read === undefined || this.document === undefined) {
      return;
    }
    if (read.type === "ready") {
      void this.panel?.webview.postMessage({ type: "keep", document: this.document.toString() });
      this.point();
      return;
    }
    const node = this.nodes.find((node) => node.id === read.id);
    if (node !== undefined) {
      void this.goTo(node.nameRange, read.type === "visit");
    }
  }

  /** Shows the box that the cursor is in. */
  private point(): void {
    const { panel, wanted } = this;
    if (panel === undefined) {
      return;
    }
    if (wanted !== undefined && this.nodes.some((node) => node.id === wanted)) {
      this.wanted = undefined;
      void panel.webview.postMessage({ type: "open", id: wanted });
    }
    if (vscode.workspace.getConfiguration("ir.graph").get("followCursor", true)) {
      const editor = this.editor();
      const node = editor && nodeAt(this.nodes, editor.selection.active);
      void panel.webview.postMessage({ type: "point", id: node?.id ?? null });
    }
  }

  private editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find((editor) => this.isAbout(editor.document.uri));
  }

  private async goTo(range: Range, takeFocus: boolean): Promise<void> {
    const { document } = this;
    if (document === undefined) {
      return;
    }
    const start = new vscode.Position(range.start.line, range.start.character);
    const selection = new vscode.Range(start, start);
    const viewColumn = this.editor()?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, { viewColumn, selection, preserveFocus: !takeFocus });
  }
}
