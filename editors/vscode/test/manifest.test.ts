import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { contributes } = manifest;
const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(`src/${file}`, "utf8"))
  .join("\n");

const registered = Array.from(sources.matchAll(/registerCommand\("([^"]+)"/g), (match) => match[1]);
const sorted = (names: readonly (string | undefined)[]): (string | undefined)[] => [...names].sort();
const declared: string[] = contributes.commands.map((command: { command: string }) => command.command);

test("every command in the palette does something, and every one that does stands in the palette", () => {
  assert.deepEqual(sorted(registered), sorted(declared));
});

test("menus and walkthroughs lead to commands that are there", () => {
  const menus: { command: string }[] = Object.values(contributes.menus).flat() as { command: string }[];
  assert.deepEqual(menus.filter(({ command }) => !declared.includes(command)), []);
  const steps = contributes.walkthroughs.flatMap((walkthrough: { steps: unknown[] }) => walkthrough.steps);
  assert.ok(steps.length > 0);
  for (const step of steps) {
    for (const [, command] of step.description.matchAll(/\(command:(ir\.\w+)/g)) {
      assert.ok(declared.includes(command), command);
    }
    assert.ok(existsSync(step.media.markdown), step.media.markdown);
  }
});

test("every setting is described in the README", () => {
  const readme = readFileSync("README.md", "utf8");
  const settings = Object.keys(contributes.configuration.properties);
  for (const setting of settings) {
    assert.ok(readme.includes(`\`${setting}\``), setting);
  }
  for (const setting of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) {
    assert.ok(settings.includes(setting), setting);
  }
});

test("a folder that is not trusted cannot choose programs", () => {
  const restricted: string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  const programs = Object.keys(contributes.configuration.properties).filter((name) => /\.(path|args)$/.test(name));
  assert.deepEqual(sorted(restricted), sorted(programs));
});

test("the problem matcher reads what ir-lint writes", () => {
  const { pattern } = contributes.problemMatchers[0];
  const line = "pipelines/churn.yaml:35:93: error[unknown-task] there is no task `trian`: did you mean `train`?";
  const match = new RegExp(pattern.regexp).exec(line);
  assert.ok(match !== null);
  const read = Object.fromEntries(
    ["file", "line", "column", "severity", "code", "message"].map((name) => [name, match[pattern[name]]]),
  );
  assert.deepEqual(read, {
    file: "pipelines/churn.yaml",
    line: "35",
    column: "93",
    severity: "error",
    code: "unknown-task",
    message: "there is no task `trian`: did you mean `train`?",
  });
});
