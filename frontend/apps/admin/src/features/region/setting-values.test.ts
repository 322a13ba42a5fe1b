import type { RegionFeature, RegionSetting } from "@globalmarket/api";
import { expect, it } from "vitest";
import { changesIn, featureField, fieldNames, fieldOf, switchedIn } from "./setting-values";

function setting(
  name: string,
  kind: RegionSetting["kind"],
  value: RegionSetting["value"],
  isDefault = false,
): RegionSetting {
  const bounds = { least: 0, most: 100, unit: "days", description: "", described_default: "" };
  return { name, kind, value, default: null, is_default: isDefault, ...bounds };
}

const SETTINGS = [
  setting("days", "whole_number", 14, true),
  setting("second", "yes_no", true),
  setting("country", "text", "NL"),
  setting("least", "amount_by_currency", { EUR: 5000 }),
];

function form(fields: Record<string, string>): FormData {
  const sent = new FormData();
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  return sent;
}

const AS_IT_IS = {
  [fieldOf("days")]: "",
  [fieldOf("second")]: "yes",
  [fieldOf("country")]: "NL",
  [fieldOf("least", "EUR")]: "50.00",
};

it("changes nothing where nothing else was typed", () => {
  expect(changesIn(form(AS_IT_IS), SETTINGS, ["EUR"])).toEqual({ settings: {}, wrong: [] });
});

it("sends what differs, and null for what is emptied", () => {
  const sent = form({
    ...AS_IT_IS,
    [fieldOf("days")]: "30",
    [fieldOf("second")]: "",
    [fieldOf("least", "EUR")]: "12.50",
  });

  expect(changesIn(sent, SETTINGS, ["EUR"]).settings).toEqual({ days: 30, second: null, least: { EUR: 1250 } });
});

it("names the fields that hold no such value", () => {
  const sent = form({ ...AS_IT_IS, [fieldOf("days")]: "a week", [fieldOf("least", "EUR")]: "12.345" });

  expect(changesIn(sent, SETTINGS, ["EUR"]).wrong).toEqual([fieldOf("days"), fieldOf("least", "EUR")]);
});

const FEATURES: RegionFeature[] = [
  { name: "reviews", is_on: true, description: "" },
  { name: "gifts", is_on: false, description: "" },
];

it("switches off the feature whose box is not ticked, of which the browser sends nothing", () => {
  const sent = form(AS_IT_IS);

  expect(switchedIn(sent, FEATURES)).toEqual({ reviews: false });
  expect(fieldNames(SETTINGS, FEATURES, ["EUR"])).toEqual([
    featureField("reviews"),
    featureField("gifts"),
    ...Object.keys(AS_IT_IS),
  ]);
});

it("switches on what is ticked, and leaves alone what stays ticked", () => {
  const sent = form({ [featureField("reviews")]: "on", [featureField("gifts")]: "on" });

  expect(switchedIn(sent, FEATURES)).toEqual({ gifts: true });
});
