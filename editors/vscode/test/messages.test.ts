import assert from "node:assert/strict";
import { test } from "node:test";

import { keptDocument, readMessage, sentence } from "../src/graph/messages";

test("messages of the page", () => {
  assert.deepEqual(readMessage({ type: "ready" }), { type: "ready" });
  assert.deepEqual(readMessage({ type: "select", id: "p/a", line: 3, span: [0, 1] }), { type: "select", id: "p/a" });
  assert.deepEqual(readMessage({ type: "visit", id: "p/a" }), { type: "visit", id: "p/a" });
});

test("what is no message of the page is nothing", () => {
  for (const message of [undefined, null, "ready", {}, { type: "select" }, { type: "visit", id: 3 }, { type: "run", id: "x" }]) {
    assert.equal(readMessage(message), undefined);
  }
});

test("a page remembers its document", () => {
  assert.equal(keptDocument({ document: "file:///p.yaml", view: null }), "file:///p.yaml");
  for (const state of [undefined, null, {}, { document: 1 }, "file:///p.yaml"]) {
    assert.equal(keptDocument(state), undefined);
  }
});

test("a sentence is text, whatever is in a file's name", () => {
  const page = sentence('<img src="x"> & co', "abc");
  assert.ok(page.includes("&#60;img src=&#34;x&#34;&#62; &#38; co"));
  assert.ok(page.includes("default-src 'none'; style-src 'nonce-abc'"));
  assert.ok(!page.includes("<img"));
});
