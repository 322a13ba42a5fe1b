import { expect, it } from "vitest";
import { everyIn, onTheHour } from "./every";

it("says a span in the largest unit that fits", () => {
  expect(everyIn(10, "en-NL")).toBe("10 seconds");
  expect(everyIn(60, "en-NL")).toBe("1 minute");
  expect(everyIn(3_600, "de-DE")).toBe("1 Stunde");
  expect(everyIn(86_400, "nl-NL")).toBe("1 dag");
});

it("says an hour as the language's clock shows it", () => {
  expect(onTheHour(3, "nl-NL")).toBe("03:00");
  expect(onTheHour(15, "de-DE")).toBe("15:00");
});
