import { expect, it } from "vitest";
import { percentText } from "./percent";

it("writes a rate without digits that it does not have", () => {
  expect(percentText(1250, "en")).toBe("12.5%");
  expect(percentText(1000, "en")).toBe("10%");
});
