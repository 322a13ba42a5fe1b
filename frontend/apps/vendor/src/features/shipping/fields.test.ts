import type { ShippingMethodDetail, ShippingZoneDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { methodFrom, methodValues, wrongAmounts, zoneValues } from "./fields";

const region = { languages: ["en", "nl"], currencies: [{ code: "EUR" }, { code: "GBP" }] };
const method = {
  names: { en: "Parcel" },
  zone_id: "shz_1",
  prices: [{ minor: 495, currency: "EUR" }],
  free_over: [],
  min_days: 1,
  max_days: 3,
} as unknown as ShippingMethodDetail;

it("shows a way to deliver in fields, and reads the same from them", () => {
  const values = methodValues(method, region);

  expect(values).toMatchObject({ "names.en": "Parcel", "names.nl": "", "price.EUR": "4.95", "price.GBP": "" });
  const { names, prices, free_over, min_days, max_days } = method;
  expect(methodFrom(values, region)).toEqual({ names, prices, free_over, min_days, max_days });
});

it("names the amounts that are none", () => {
  expect(wrongAmounts({ "price.EUR": "cheap", "free_over.EUR": "50", "price.GBP": " " }, region)).toEqual([
    "price.EUR",
  ]);
});

it("ticks the countries of a zone", () => {
  const zone = { name: "Benelux", countries: ["NL", "XX"] } as ShippingZoneDetail;

  expect(zoneValues(zone, ["NL", "DE"])).toEqual({ name: "Benelux", "country.NL": "on", "country.DE": "" });
});
