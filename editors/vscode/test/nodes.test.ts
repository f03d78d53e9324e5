import assert from "node:assert/strict";
import { test } from "node:test";

import { nodeAt } from "../src/graph/nodes";
import type { GraphNode, Range } from "../src/requests";

const range = (l: number, c: number, m: number, d: number): Range => ({
  start: { line: l, character: c },
  end: { line: m, character: d },
});

/** A pipeline of lines 0 to 20 with a task, in which is a task, and one drawn twice. */
const NODES: GraphNode[] = [
  { id: "p", range: range(0, 0, 20, 0), nameRange: range(0, 6, 0, 11) },
  { id: "p/loop", parent: "p", range: range(2, 4, 9, 0), nameRange: range(2, 4, 2, 8) },
  { id: "p/loop/train", parent: "p/loop", range: range(4, 8, 6, 0), nameRange: range(4, 8, 4, 13) },
  { id: "p/loop/again", parent: "p/loop", range: range(12, 2, 14, 0), nameRange: range(12, 2, 12, 7) },
  { id: "p/other/again", parent: "p", range: range(12, 2, 14, 0), nameRange: range(12, 2, 12, 7) },
];

const at = (line: number, character: number): string | undefined => nodeAt(NODES, { line, character })?.id;

test("the innermost task around the cursor", () => {
  assert.equal(at(3, 0), "p/loop");
  assert.equal(at(5, 3), "p/loop/train");
  assert.equal(at(7, 0), "p/loop");
});

test("both ends of a task belong to it", () => {
  assert.equal(at(4, 7), "p/loop");
  assert.equal(at(4, 8), "p/loop/train");
  assert.equal(at(6, 0), "p/loop/train");
});

test("of a task that is drawn twice, the first box", () => assert.equal(at(13, 0), "p/loop/again"));

test("the pipeline itself is no place of the cursor", () => {
  assert.equal(at(0, 8), undefined);
  assert.equal(at(17, 0), undefined);
  assert.equal(at(99, 0), undefined);
});
