import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";

import { HEAD_LINES, looksLikePipeline } from "../src/recognize";

const lines = (...text: string[]): string => text.join("\n");

const PIPELINES: Record<string, string> = {
  "a compiled pipeline": lines("pipelineInfo:", "  name: churn", "root:", "  dag: {}"),
  "a compiled pipeline of which only the components are near the top": lines(
    "# PIPELINE DEFINITION",
    "components:",
    "  comp-train:",
    "    executorLabel: exec-train",
  ),
  "a compiled pipeline in protobuf's other spelling": lines("pipeline_info:", "  name: churn"),
  "a compiled pipeline as JSON": '{"components": {}, "pipelineInfo": {"name": "churn"}}',
  "JSON with comments": lines("// made by hand", "{", '  /* "a": { */', '  "deploymentSpec": {}', "}"),
  "quoted keys": lines('"pipelineInfo":', "  name: churn"),
  "Windows line ends and a byte order mark": "\uFEFFimplementation:\r\n  container:\r\n    image: python\r\n",
  "a component": lines("name: Train", "implementation:", "  container:", "    image: python"),
  "a component half written": lines("name: Train", "implementation:", "  container:"),
  "a graph component": lines("implementation:", "  graph:", "    tasks: {}"),
  "a platform document": lines("platforms:", "  kubernetes:", "    deploymentSpec: {}"),
  "a job": '{"displayName": "churn", "pipelineSpec": {}, "runtimeConfig": {}}',
  "a Kubernetes resource": lines("apiVersion: pipelines.kubeflow.org/v2beta1", "kind: PipelineVersion"),
  "a workflow of Argo": lines("apiVersion: 'argoproj.io/v1alpha1'", "kind: Workflow"),
  "a second document": lines("# nothing here", "---", "pipelineInfo: {name: churn}"),
};

const OTHERS: Record<string, string> = {
  nothing: "",
  "a Kubernetes deployment": lines("apiVersion: apps/v1", "kind: Deployment", "spec: {}"),
  "a web interface's description": lines("openapi: 3.1.0", "components:", "  schemas: {}"),
  "a build action": lines("name: Train", "inputs:", "  model: {}", "runs:", "  using: docker"),
  "a list": lines("- pipelineInfo:", "    name: churn"),
  "the keys further in": lines("x:", "  pipelineInfo:", "    name: churn"),
  "the keys further in, in JSON": '{"x": {"pipelineInfo": {"name": "churn"}}}',
  "the key as a JSON value": '{"key": "pipelineInfo"}',
  "the keys in a comment of JSON": '{\n// "pipelineInfo": {}\n/* "pipelineInfo": {} */ "a": 1}',
  "a string never closed": '{"pipelineInfo',
  "a comment never closed": '{/* "pipelineInfo": {}}',
  "the keys in a comment": lines("# pipelineInfo:", "name: churn"),
  "other platforms": lines("platforms:", "  - linux", "  - windows"),
};

for (const [name, text] of Object.entries(PIPELINES)) {
  test(`recognised: ${name}`, () => assert.equal(looksLikePipeline(text), true));
}
for (const [name, text] of Object.entries(OTHERS)) {
  test(`not ours: ${name}`, () => assert.equal(looksLikePipeline(text), false));
}

test("the tops of real pipelines are recognised, and other files are not", (t) => {
  const corpus = process.env["IR_CORPUS"] ?? path.resolve("../../../shared/corpus");
  let manifest: string;
  try {
    manifest = readFileSync(path.join(corpus, "MANIFEST.tsv"), "utf8");
  } catch {
    t.diagnostic(`no corpus at ${corpus}: nothing to compare with`);
    return;
  }
  const missed: string[] = [];
  const mistaken: string[] = [];
  for (const line of manifest.split("\n").slice(1)) {
    const [file = "", dialect = "", verdict] = line.split("\t");
    if (!/\.(ya?ml|json)$/.test(file) || verdict === "invalid") {
      continue;
    }
    const head = readFileSync(path.join(corpus, file), "utf8").split("\n").slice(0, HEAD_LINES).join("\n");
    const ours = looksLikePipeline(head);
    if (dialect.startsWith("kfp-") && !ours) {
      missed.push(file);
    } else if (dialect === "other" && ours) {
      mistaken.push(file);
    }
  }
  assert.deepEqual(missed, []);
  assert.deepEqual(mistaken, []);
});
