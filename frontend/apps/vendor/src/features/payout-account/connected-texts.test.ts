import { expect, it } from "vitest";
import { askedGroups } from "./connected-texts";

it("names each group of what is missing once", () => {
  expect(
    askedGroups(["individual.dob.day", "individual.verification.document", "individual.dob.month", "external_account"]),
  ).toEqual(["bank", "document", "person"]);
  expect(askedGroups(["company.tax_id", "something_new"])).toEqual(["business", "other"]);
  expect(askedGroups(["confirmation"])).toEqual(["address"]);
  expect(askedGroups([])).toEqual([]);
});
