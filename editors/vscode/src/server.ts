/**
 * Where the programs are: `ir-lsp` at the place the user named, else inside the extension, else in `PATH`; `ir-lint`
 * at the place the user named, else beside the server, else in `PATH`.
 *
 * Pure: what it needs to know of the machine comes in as a {@link Machine}.
 */

import * as path from "node:path";

const PROGRAM = "ir-lsp";
const LINTER = "ir-lint";

/** What the search needs to know of the machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The processor, as Node names it: `x64`, `arm64`. */
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** Whether a file is at this absolute path and may be executed. */
  isProgram(file: string): boolean;
}

/** What the search starts from. */
export interface Wish {
  /** The value of `ir.server.path` or `ir.lint.path`, perhaps empty. */
  readonly setting: string;
  /** The first workspace folder, if any is open. */
  readonly workspaceFolder: string | undefined;
  /** The folder the extension is installed in. */
  readonly extensionFolder: string;
}

/** The program to run, or every place it was looked for in vain. */
export type Search =
  | { readonly kind: "found"; readonly file: string; readonly by: "setting" | "extension" | "server" | "PATH" }
  | { readonly kind: "missing"; readonly by: "setting" | "default"; readonly tried: readonly string[] };

/**
 * Looks for the server. A path that the user has set is the only place looked at: running another server than the one
 * asked for would hide the mistake.
 */
export function findServer(wish: Wish, machine: Machine): Search {
  if (wish.setting.trim() !== "") {
    return findSet(wish, machine);
  }
  const bundled = bundledServer(wish.extensionFolder, machine);
  if (machine.isProgram(bundled)) {
    return { kind: "found", file: bundled, by: "extension" };
  }
  const file = onPath(PROGRAM, machine).find((file) => machine.isProgram(file));
  return file === undefined
    ? { kind: "missing", by: "default", tried: [bundled, `${PROGRAM} in PATH`] }
    : { kind: "found", file, by: "PATH" };
}

/** Looks for the linter. Beside `server`, the file of the server that was found, is the one of the same version. */
export function findLinter(wish: Wish, server: string | undefined, machine: Machine): Search {
  if (wish.setting.trim() !== "") {
    return findSet(wish, machine);
  }
  const { dirname, join } = paths(machine);
  const beside = server === undefined ? [] : [join(dirname(server), withExtension(LINTER, machine))];
  for (const file of beside.filter((file) => machine.isProgram(file))) {
    return { kind: "found", file, by: "server" };
  }
  const file = onPath(LINTER, machine).find((file) => machine.isProgram(file));
  return file === undefined
    ? { kind: "missing", by: "default", tried: [...beside, `${LINTER} in PATH`] }
    : { kind: "found", file, by: "PATH" };
}

function findSet(wish: Wish, machine: Machine): Search {
  const { files, place } = settingPlaces(wish.setting.trim(), wish, machine);
  const file = files.find((file) => machine.isProgram(file));
  return file === undefined ? { kind: "missing", by: "setting", tried: [place] } : { kind: "found", file, by: "setting" };
}

/** Where a platform's VSIX holds the server: `server/linux-x64/ir-lsp`. */
export function bundledServer(extensionFolder: string, machine: Pick<Machine, "platform" | "arch">): string {
  const folder = `${machine.platform}-${machine.arch}`;
  return paths(machine).join(extensionFolder, "server", folder, withExtension(PROGRAM, machine));
}

/** The files a set path can mean, and how to name the place in a message. */
function settingPlaces(setting: string, wish: Wish, machine: Machine): { files: string[]; place: string } {
  const { isAbsolute, join, normalize } = paths(machine);
  let file = setting;
  if (file === "~" || /^~[\\/]/.test(file)) {
    file = join(machine.home, file.slice(1));
  }
  if (file.includes("${workspaceFolder}")) {
    if (wish.workspaceFolder === undefined) {
      return { files: [], place: `${setting} (no folder is open)` };
    }
    file = file.replaceAll("${workspaceFolder}", () => wish.workspaceFolder ?? "");
  }
  if (!/[\\/]/.test(file)) {
    return { files: onPath(file, machine), place: `${file} in PATH` };
  }
  if (!isAbsolute(file)) {
    if (wish.workspaceFolder === undefined) {
      return { files: [], place: `${setting} (relative, and no folder is open)` };
    }
    file = join(wish.workspaceFolder, file);
  }
  file = normalize(file);
  return { files: [file, withExtension(file, machine)], place: file };
}

/** The files that a bare program name can mean, in the order of `PATH`. */
function onPath(program: string, machine: Machine): string[] {
  const { delimiter, isAbsolute, join } = paths(machine);
  const name = Object.keys(machine.env).find((name) => name === "PATH" || (isWindows(machine) && /^path$/i.test(name)));
  const folders = (name === undefined ? undefined : machine.env[name]) ?? "";
  return folders
    .split(delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/, "$1"))
    // An empty or relative entry means the current folder: not a place to start programs from.
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, withExtension(program, machine)));
}

function withExtension(file: string, machine: Pick<Machine, "platform">): string {
  return isWindows(machine) && !/\.exe$/i.test(file) ? `${file}.exe` : file;
}

function isWindows(machine: Pick<Machine, "platform">): boolean {
  return machine.platform === "win32";
}

function paths(machine: Pick<Machine, "platform">): path.PlatformPath {
  return isWindows(machine) ? path.win32 : path.posix;
}
