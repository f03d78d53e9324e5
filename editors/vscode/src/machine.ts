import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";

import type { Machine, Wish } from "./server";

/** This machine, as the search for programs sees it. */
export function thisMachine(): Machine {
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

/** What the search for the program at `setting` starts from. */
export function wishFor(setting: string, extension: vscode.ExtensionContext): Wish {
  return {
    setting: vscode.workspace.getConfiguration("ir").get(setting, ""),
    workspaceFolder: vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file")?.uri.fsPath,
    extensionFolder: extension.extensionPath,
  };
}

/** Says that a program is missing, and offers the ways out. */
export async function tellMissing(message: string, setting: string, extension: vscode.ExtensionContext): Promise<void> {
  const openSetting = "Open Setting";
  const howToInstall = "How to Install";
  const choice = await vscode.window.showErrorMessage(message, openSetting, howToInstall);
  if (choice === openSetting) {
    // In a window to another machine, the user's settings there are the ones that can hold a path.
    const remote = vscode.env.remoteName !== undefined;
    await vscode.commands.executeCommand(`workbench.action.open${remote ? "Remote" : ""}Settings`, { query: setting });
  } else if (choice === howToInstall) {
    const page = vscode.Uri.joinPath(extension.extensionUri, "install.md");
    await vscode.commands.executeCommand("markdown.showPreview", page);
  }
}
