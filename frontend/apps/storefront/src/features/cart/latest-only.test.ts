import { expect, it } from "vitest";
import { latestOnly } from "./latest-only";

/** Calls that end when the test says so. */
function calls() {
  const started: { wish: number; end: (answer: string) => void; fail: (error: Error) => void }[] = [];
  const run = (wish: number) =>
    new Promise<string>((end, fail) => {
      started.push({ wish, end, fail });
    });
  return { started, run };
}

it("carries out the first wish and then the last of those that came meanwhile", async () => {
  const { started, run } = calls();
  const ask = latestOnly(run);

  const first = ask(2);
  const others = [ask(3), ask(4), ask(5)];
  started[0]?.end("two");
  await Promise.resolve();
  await Promise.all(others);
  await new Promise(setImmediate);
  started[1]?.end("five");

  expect(await first).toEqual({ answer: "five" });
  expect(await Promise.all(others)).toEqual([null, null, null]);
  expect(started.map(({ wish }) => wish)).toEqual([2, 5]);
});

it("can be asked again after a failure, without what had waited for it", async () => {
  const { started, run } = calls();
  const ask = latestOnly(run);

  const first = ask(2);
  await ask(3);
  started[0]?.fail(new Error("away"));
  await expect(first).rejects.toThrow("away");
  const second = ask(4);
  started[1]?.end("four");

  expect(await second).toEqual({ answer: "four" });
  expect(started.map(({ wish }) => wish)).toEqual([2, 4]);
});
