import { expect, it } from "vitest";
import type { AddressPart } from "@/features/address/country-fields";
import { listErrors } from "./field-errors";

const LABELS = {
  email: "E-mail",
  parts: { name: "Full name", postcode: "Postcode", city: "City" } as Record<AddressPart, string>,
};

it("tells the errors in the order of the form, each by its field's name", () => {
  const errors = {
    "shipping_choices.ven_1": "Choose one",
    "shipping_address.city": "Needed",
    "shipping_address.postcode": "Needed, such as 1012 AB",
    "shipping_address.name": "Needed",
    email: "Needed",
  };

  const listed = listErrors(errors, { "shipping_address.country": "NL" }, LABELS);

  expect(listed.map(({ field, label }) => [field, label])).toEqual([
    ["email", "E-mail"],
    ["shipping_address.name", "Full name"],
    ["shipping_address.postcode", "Postcode"],
    ["shipping_address.city", "City"],
    ["shipping_choices.ven_1", ""],
  ]);
});
