import assert from "node:assert/strict";
import { test } from "node:test";

import { bundledServer, findLinter, findServer, type Machine, type Search, type Wish } from "../src/server";

/** A Linux machine on which these programs are. */
function linux(...programs: string[]): Machine {
  return {
    platform: "linux",
    arch: "x64",
    env: { PATH: "/usr/local/bin:/usr/bin::bin" },
    home: "/home/ada",
    isProgram: (file) => programs.includes(file),
  };
}

/** A Windows machine on which these programs are. */
function windows(...programs: string[]): Machine {
  return {
    platform: "win32",
    arch: "arm64",
    env: { Path: 'C:\\Tools;"C:\\My Tools"' },
    home: "C:\\Users\\ada",
    isProgram: (file) => programs.includes(file),
  };
}

function wish(setting = "", workspaceFolder: string | undefined = "/projects/churn"): Wish {
  return { setting, workspaceFolder, extensionFolder: "/ext" };
}

function found(search: Search): string {
  assert.equal(search.kind, "found");
  return search.kind === "found" ? `${search.file} by ${search.by}` : "";
}

const BUNDLED = "/ext/server/linux-x64/ir-lsp";

test("the setting goes before the bundled server, and that before PATH", () => {
  const all = linux("/opt/ir-lsp", BUNDLED, "/usr/bin/ir-lsp");
  assert.equal(found(findServer(wish("/opt/ir-lsp"), all)), "/opt/ir-lsp by setting");
  assert.equal(found(findServer(wish(), all)), `${BUNDLED} by extension`);
  assert.equal(found(findServer(wish(), linux("/usr/bin/ir-lsp"))), "/usr/bin/ir-lsp by PATH");
});

test("the first folder of PATH wins", () => {
  const machine = linux("/usr/bin/ir-lsp", "/usr/local/bin/ir-lsp");
  assert.equal(found(findServer(wish(), machine)), "/usr/local/bin/ir-lsp by PATH");
});

test("empty and relative entries of PATH are not the current folder", () => {
  assert.equal(findServer(wish(), linux("ir-lsp", "/ir-lsp", "bin/ir-lsp")).kind, "missing");
});

test("a path that is set and wrong is not replaced by another server", () => {
  assert.deepEqual(findServer(wish("/opt/ir-lsp"), linux(BUNDLED, "/usr/bin/ir-lsp")), {
    kind: "missing",
    by: "setting",
    tried: ["/opt/ir-lsp"],
  });
});

test("home and the workspace folder are replaced in the setting", () => {
  assert.equal(found(findServer(wish(" ~/bin/ir-lsp "), linux("/home/ada/bin/ir-lsp"))), "/home/ada/bin/ir-lsp by setting");
  const inFolder = linux("/projects/churn/.bin/ir-lsp");
  for (const setting of ["${workspaceFolder}/.bin/ir-lsp", ".bin/ir-lsp", "./.bin/../.bin/ir-lsp"]) {
    assert.equal(found(findServer(wish(setting), inFolder)), "/projects/churn/.bin/ir-lsp by setting");
  }
});

test("a dollar sign in a folder's name stays as it is", () => {
  const machine = linux("/projects/$&/ir-lsp");
  assert.equal(found(findServer(wish("${workspaceFolder}/ir-lsp", "/projects/$&"), machine)), "/projects/$&/ir-lsp by setting");
});

test("without a folder, a path into it says so", () => {
  const folderless: Wish = { setting: "${workspaceFolder}/ir-lsp", workspaceFolder: undefined, extensionFolder: "/ext" };
  assert.deepEqual(findServer(folderless, linux()), {
    kind: "missing",
    by: "setting",
    tried: ["${workspaceFolder}/ir-lsp (no folder is open)"],
  });
});

test("a bare name is looked up in PATH", () => {
  assert.equal(found(findServer(wish("my-ir-lsp"), linux("/usr/bin/my-ir-lsp"))), "/usr/bin/my-ir-lsp by setting");
  assert.deepEqual(findServer(wish("my-ir-lsp"), linux()), { kind: "missing", by: "setting", tried: ["my-ir-lsp in PATH"] });
});

test("nothing anywhere names every place", () => {
  assert.deepEqual(findServer(wish(), linux()), { kind: "missing", by: "default", tried: [BUNDLED, "ir-lsp in PATH"] });
});

test("on Windows", () => {
  assert.equal(bundledServer("C:\\ext", windows()), "C:\\ext\\server\\win32-arm64\\ir-lsp.exe");
  const onPath = windows("C:\\My Tools\\ir-lsp.exe");
  assert.equal(found(findServer(wish(), onPath)), "C:\\My Tools\\ir-lsp.exe by PATH");
  const set = windows("C:\\Users\\ada\\bin\\ir-lsp.exe");
  assert.equal(found(findServer(wish("~\\bin\\ir-lsp"), set)), "C:\\Users\\ada\\bin\\ir-lsp.exe by setting");
});

test("the linter: the setting, then beside the server, then PATH", () => {
  const all = linux("/opt/ir-lint", "/srv/ir-lint", "/usr/bin/ir-lint");
  assert.equal(found(findLinter(wish("/opt/ir-lint"), "/srv/ir-lsp", all)), "/opt/ir-lint by setting");
  assert.equal(found(findLinter(wish(), "/srv/ir-lsp", all)), "/srv/ir-lint by server");
  assert.equal(found(findLinter(wish(), "/elsewhere/ir-lsp", all)), "/usr/bin/ir-lint by PATH");
  assert.equal(found(findLinter(wish(), undefined, all)), "/usr/bin/ir-lint by PATH");
});

test("a linter that is nowhere names every place", () => {
  assert.deepEqual(findLinter(wish(), "/srv/ir-lsp", linux()), {
    kind: "missing",
    by: "default",
    tried: ["/srv/ir-lint", "ir-lint in PATH"],
  });
  assert.equal(findLinter(wish("/opt/ir-lint"), "/srv/ir-lsp", linux("/srv/ir-lint")).kind, "missing");
});

test("the linter on Windows", () => {
  const beside = "C:\\srv\\ir-lint.exe";
  assert.equal(found(findLinter(wish(), "C:\\srv\\ir-lsp.exe", windows(beside))), `${beside} by server`);
});
