// Bundles the extension into dist/extension.js, or with --tests each test file into dist/test/.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, context } from "esbuild";

const has = (flag) => process.argv.includes(flag);
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Some packages' `main` is written for browsers as well, in a form that cannot be bundled.
  mainFields: ["module", "main"],
  sourcemap: !has("--minify"),
  legalComments: "none",
  logLevel: "warning",
};

if (has("--tests")) {
  rmSync("dist/test", { recursive: true, force: true });
  const tests = readdirSync("test").filter((name) => name.endsWith(".test.ts"));
  await build({ ...common, entryPoints: tests.map((name) => `test/${name}`), outdir: "dist/test" });
} else {
  const extension = {
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    minify: has("--minify"),
    metafile: true,
  };
  if (has("--watch")) {
    await (await context(extension)).watch();
  } else {
    rmSync("dist", { recursive: true, force: true });
    const { metafile } = await build(extension);
    writeFileSync("dist/third-party.txt", notices(Object.keys(metafile.inputs)));
  }
}

/** The licences of the packages that went into the bundle: each wants to be shown wherever its code goes. */
function notices(inputs) {
  const packages = new Set(inputs.map((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean));
  return Array.from(packages).sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) {
      throw new Error(`${name} has no licence file to pass on`);
    }
    return `${name} ${version} (${license})\n\n${readFileSync(path.join(folder, file), "utf8").trim()}\n`;
  }).join(`\n${"-".repeat(80)}\n\n`);
}
