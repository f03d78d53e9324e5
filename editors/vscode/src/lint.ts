import * as vscode from "vscode";

import { tellMissing, thisMachine, wishFor } from "./machine";
import { findLinter, findServer } from "./server";

const TYPE = "ir-lint";

/** Tasks that run `ir-lint` over a folder. What it finds in files that are not open goes to the problems, too. */
export class Linter implements vscode.TaskProvider, vscode.Disposable {
  private readonly registration = vscode.tasks.registerTaskProvider(TYPE, this);

  constructor(private readonly extension: vscode.ExtensionContext) {}

  /** Lints all folders of the workspace. */
  async run(): Promise<void> {
    const folders = this.folders();
    if (folders.length === 0) {
      void vscode.window.showInformationMessage("No folder is open that could be linted.");
      return;
    }
    const search = this.search();
    if (search.kind === "missing") {
      const message = `The linter for pipeline files was not found. Looked for ${search.tried.join(", then for ")}.`;
      await tellMissing(message, "ir.lint.path", this.extension);
      return;
    }
    for (const folder of folders) {
      await vscode.tasks.executeTask(task(search.file, folder));
    }
  }

  provideTasks(): vscode.Task[] {
    const search = this.search();
    return search.kind === "found" ? this.folders().map((folder) => task(search.file, folder)) : [];
  }

  resolveTask(described: vscode.Task): vscode.Task | undefined {
    const search = this.search();
    const { scope } = described;
    return search.kind === "found" && typeof scope === "object" ? task(search.file, scope, described.definition) : undefined;
  }

  dispose(): void {
    this.registration.dispose();
  }

  private folders(): vscode.WorkspaceFolder[] {
    return (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  }

  private search(): ReturnType<typeof findLinter> {
    const machine = thisMachine();
    const server = findServer(wishFor("server.path", this.extension), machine);
    return findLinter(wishFor("lint.path", this.extension), server.kind === "found" ? server.file : undefined, machine);
  }
}

function task(file: string, folder: vscode.WorkspaceFolder, definition: vscode.TaskDefinition = { type: TYPE }): vscode.Task {
  // Plain text is what the matcher of problems reads.
  const args = ["check", "--format", "short", "--color", "never", "."];
  const program = new vscode.ProcessExecution(file, args, { cwd: folder.uri.fsPath });
  const made = new vscode.Task(definition, folder, "lint pipelines", TYPE, program, "$ir-lint");
  made.presentationOptions = { clear: true, reveal: vscode.TaskRevealKind.Always, showReuseMessage: false };
  return made;
}
