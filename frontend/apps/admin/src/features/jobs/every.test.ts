import { expect, it } from "vitest";
import { everyIn } from "./every";

it("says a span in the largest unit that fits", () => {
  expect(everyIn(10, "en-NL")).toBe("10 seconds");
  expect(everyIn(60, "en-NL")).toBe("1 minute");
  expect(everyIn(3_600, "de-DE")).toBe("1 Stunde");
  expect(everyIn(86_400, "nl-NL")).toBe("1 dag");
});
