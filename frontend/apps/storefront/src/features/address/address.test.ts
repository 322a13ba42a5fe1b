import { describe, expect, it } from "vitest";
import { fieldsOf } from "./country-fields";
import { addressValues, readAddress } from "./read-address";

const partsOf = (country: string) => fieldsOf(country).map(({ part }) => part);

describe("the fields of an address", () => {
  it("has no postcode where there are none", () => {
    expect(partsOf("AE")).not.toContain("postcode");
    expect(partsOf("QA")).not.toContain("postcode");
    expect(partsOf("UG")).not.toContain("postcode");
    expect(partsOf("NL")).toContain("postcode");
  });

  it("asks for no postcode where few people know theirs", () => {
    expect(fieldsOf("NG").find(({ part }) => part === "postcode")?.isRequired).toBe(false);
  });

  it("lists the emirates by the names that the API stores", () => {
    const region = fieldsOf("AE").find(({ part }) => part === "region");

    expect(region?.isRequired).toBe(true);
    expect(region?.options).toContain("Ras Al Khaimah");
  });

  it("shows a country without a layout of its own every part that may be needed", () => {
    expect(partsOf("JO")).toContain("landmark");
    expect(fieldsOf("JO").find(({ part }) => part === "city")?.isRequired).toBe(true);
  });
});

describe("an address read from a form", () => {
  it("leaves out what was typed for another country", () => {
    const form = new FormData();
    const typed = {
      country: "AE",
      name: " Mariam ",
      line1: "Villa 4",
      region: "Dubai",
      postcode: "1012 AB",
      line2: "",
    };
    for (const [part, value] of Object.entries(typed)) form.set(`shipping_address.${part}`, value);

    const address = readAddress(form, "shipping_address");

    expect(address).toEqual({ country: "AE", name: "Mariam", line1: "Villa 4", region: "Dubai" });
  });

  it("names the parts that are always needed, so that each missing one is reported at its field", () => {
    const address = readAddress(new FormData(), "billing_address");

    expect(address).toEqual({ country: "", name: "", line1: "" });
  });

  it("fills the fields again", () => {
    expect(addressValues(null, "a")).toEqual({});
  });
});
