import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Latest } from "../src/graph/latest";

/** Questions that are answered when the test says so. */
function questions(): {
  latest: Latest<string>;
  asked: { answer(text: string): void; fail(text: string): void }[];
  used: string[];
} {
  const asked: { answer(text: string): void; fail(text: string): void }[] = [];
  const used: string[] = [];
  const ask = (): Promise<string> =>
    new Promise((answer, fail) => asked.push({ answer, fail: (text) => fail(new Error(text)) }));
  const latest = new Latest(ask, (text) => used.push(text), (error) => used.push(String(error)));
  return { latest, asked, used };
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i += 1) {
    await Promise.resolve();
  }
};

test("an answer that was overtaken is not used, in whatever order they come", async () => {
  const { latest, asked, used } = questions();
  void latest.now();
  void latest.now();
  asked[1]?.answer("new");
  asked[0]?.answer("old");
  await settled();
  assert.deepEqual(used, ["new"]);
});

test("a failure is told, unless it was overtaken", async () => {
  const { latest, asked, used } = questions();
  void latest.now();
  void latest.now();
  asked[0]?.fail("old");
  asked[1]?.fail("new");
  await settled();
  assert.deepEqual(used, ["Error: new"]);
});

test("what is forgotten is not used", async () => {
  const { latest, asked, used } = questions();
  void latest.now();
  latest.forget();
  asked[0]?.answer("late");
  await settled();
  assert.deepEqual(used, []);
});

test("many keys make one question, after a pause", (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const { latest, asked } = questions();
  latest.soon(250);
  mock.timers.tick(200);
  latest.soon(250);
  mock.timers.tick(200);
  assert.equal(asked.length, 0);
  mock.timers.tick(50);
  assert.equal(asked.length, 1);
});
