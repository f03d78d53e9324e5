import assert from "node:assert/strict";
import { test } from "node:test";

import { Restarts } from "../src/restarts";

test("a server that keeps ending is given up", () => {
  const restarts = new Restarts(2, 1000);
  assert.deepEqual([0, 10, 20].map((now) => restarts.allow(now)), [true, true, false]);
});

test("a server that ends now and then is started again, for ever", () => {
  const restarts = new Restarts(2, 1000);
  assert.deepEqual([0, 600, 1200, 1800, 2400].map((now) => restarts.allow(now)), [true, true, true, true, true]);
});
