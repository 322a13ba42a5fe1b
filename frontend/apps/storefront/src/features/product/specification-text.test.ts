import type { DetailSpecification } from "@globalmarket/api";
import { expect, it } from "vitest";
import { specificationText } from "./specification-text";

const words = { yes: "Ja", no: "Nee" };
const empty = { key: "", name: "", text: "", number: null, unit: "", is_so: null };

it("writes English as its filters do, whatever the country", () => {
  const width = { ...empty, kind: "number", number: "1120.5", unit: "mm" } as DetailSpecification;

  expect(specificationText(width, "en-NL", words)).toBe("1,120.5 mm");
});

it.each<[Partial<DetailSpecification>, string]>([
  [{ kind: "number", number: "120.5", unit: "cm" }, "120,5 cm"],
  [{ kind: "number", number: "999999999999.123456", unit: "" }, "999.999.999.999,123456"],
  [{ kind: "number", number: "-5", unit: "°C" }, "-5 °C"],
  [{ kind: "yes_no", is_so: false }, "Nee"],
  [{ kind: "choice", text: "Eiken" }, "Eiken"],
])("writes %o as %s", (value, text) => {
  expect(specificationText({ ...empty, ...value } as DetailSpecification, "nl-NL", words)).toBe(text);
});
