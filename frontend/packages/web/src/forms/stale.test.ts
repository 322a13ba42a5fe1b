import { describe, expect, test } from "vitest";
import { stale } from "./stale";

const seen = { name: "Alma", phone: "1", city: "Delft" };
const answer = (typed: Record<string, string>, now: Record<string, string>) =>
  stale({
    values: { ...seen, ...typed, etag: "1" },
    seen: JSON.stringify(seen),
    now: { ...seen, ...now },
    etag: "2",
    message: "Changed meanwhile",
    changedTo: (_name, value) => `now ${value}`,
  });

describe("a form that came too late", () => {
  test("keeps what was typed, and says what another person made of the same field", () => {
    const { values, errors } = answer({ name: "Mine" }, { name: "Theirs" });

    expect([values.name, errors]).toEqual(["Mine", { name: "now Theirs" }]);
  });

  test("follows them in fields that the person left as they were", () => {
    const { values, errors } = answer({ name: "Mine" }, { city: "Gouda" });

    expect([values.name, values.city, errors]).toEqual(["Mine", "Gouda", { city: "now Gouda" }]);
  });

  test("is of their version when it is sent again", () => {
    const { values } = answer({}, { phone: "2" });

    expect([values.etag, JSON.parse(values.seen ?? "")]).toEqual(["2", { ...seen, phone: "2" }]);
  });
});
