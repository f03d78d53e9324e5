// Makes the VSIX.
//
//   npm run package                                        without a server, for every platform
//   npm run package -- --target linux-x64 --server FILE    with FILE as the server inside, for one platform
//
// FILE defaults to target/release/ir-lsp of this checkout. `--target` alone makes a VSIX without a server.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";

// VS Code's platforms, and the folder in which the extension looks for its server there (Node's platform and processor).
const FOLDERS = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-armhf": "linux-arm",
  "alpine-x64": "linux-x64",
  "alpine-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64",
  "win32-arm64": "win32-arm64",
};

const root = path.dirname(import.meta.dirname);
// `--server` may stand without a value; parseArgs knows only flags that always or never have one.
const args = process.argv.slice(2).flatMap((arg, at, all) =>
  arg === "--server" && (all[at + 1] ?? "--").startsWith("--") ? [arg, ""] : [arg]);
const { values } = parseArgs({ args, options: { target: { type: "string" }, server: { type: "string" }, out: { type: "string" } } });

const fail = (message) => {
  console.error(`package: ${message}`);
  process.exit(2);
};
if (values.target !== undefined && !(values.target in FOLDERS)) {
  fail(`unknown target ${values.target}; known are ${Object.keys(FOLDERS).join(", ")}`);
}
if (values.server !== undefined && values.target === undefined) {
  fail("a server inside needs --target: it runs on one platform only");
}

const bundled = path.join(root, "server");
rmSync(bundled, { recursive: true, force: true });
if (values.server !== undefined) {
  const program = values.target.startsWith("win32-") ? "ir-lsp.exe" : "ir-lsp";
  const from = values.server === "" ? path.join(root, "../../target/release", program) : path.resolve(values.server);
  if (!existsSync(from)) {
    fail(`no server at ${from}; build it with: cargo build --release -p ir-lsp`);
  }
  const folder = path.join(bundled, FOLDERS[values.target]);
  mkdirSync(folder, { recursive: true });
  copyFileSync(from, path.join(folder, program));
  chmodSync(path.join(folder, program), 0o755);
}

const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const out = path.resolve(values.out ?? path.join(root, `ir-lsp-${[version, values.target].filter(Boolean).join("-")}.vsix`));
const vsce = createRequire(import.meta.url).resolve("@vscode/vsce/vsce");
const target = values.target === undefined ? [] : ["--target", values.target];
try {
  execFileSync(process.execPath, [vsce, "package", "--no-dependencies", "--out", out, ...target], { cwd: root, stdio: "inherit" });
} finally {
  rmSync(bundled, { recursive: true, force: true });
}
