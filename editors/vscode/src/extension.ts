import * as vscode from "vscode";

import { LENS_COMMANDS, Server } from "./client";
import { Documents } from "./document";
import { GraphView } from "./graph/view";
import { Linter } from "./lint";
import { Pipelines } from "./pipelines";

let server: Server | undefined;

/** Settings that the server gets when it starts. */
const OF_THE_SERVER = ["ir.server", "ir.scanWorkspace", "ir.hints"];

/** Called by VS Code with the first YAML or JSON file. The server is started with the first pipeline file. */
export function activate(context: vscode.ExtensionContext): void {
  const started = new Server(context);
  server = started;
  const pipelines = new Pipelines();
  const graph = new GraphView(started);
  const documents = new Documents(started);
  const linter = new Linter(context);

  /** Runs `act` on the file that a menu names, else on the one in the active editor. */
  const onFile = (act: (uri: vscode.Uri) => Promise<void>) => async (named: unknown) => {
    const uri = named instanceof vscode.Uri ? named : vscode.window.activeTextEditor?.document.uri;
    if (uri === undefined) {
      void vscode.window.showInformationMessage("Open a pipeline file first.");
    } else {
      await act(uri);
    }
  };

  context.subscriptions.push(
    pipelines,
    graph,
    documents,
    linter,
    started,
    pipelines.onFound(() => {
      if (!started.isWanted) {
        void started.start();
      }
    }),
    vscode.commands.registerCommand("ir.showGraph", onFile((uri) => graph.open(uri))),
    vscode.commands.registerCommand("ir.showDocument", onFile((uri) => documents.open(uri))),
    vscode.commands.registerCommand("ir.lintWorkspace", () => linter.run()),
    vscode.commands.registerCommand("ir.restartServer", () => started.restart()),
    vscode.commands.registerCommand("ir.showOutput", () => started.showOutput()),
    vscode.commands.registerCommand(LENS_COMMANDS.graph, ({ uri, name }: { uri: string; name?: string }) =>
      graph.open(vscode.Uri.parse(uri), name),
    ),
    vscode.commands.registerCommand(LENS_COMMANDS.references, (uri, position, locations) =>
      started.showReferences(uri, position, locations),
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (started.isWanted && OF_THE_SERVER.some((section) => event.affectsConfiguration(section))) {
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
  pipelines.begin();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
