import { expect, it } from "vitest";
import { readTrackingFile, repeatedNumbers } from "./tracking-file";

const PARCEL = { number: "E7-1", carrier: "DHL", tracking_number: "3S123", tracking_url: "" };

it("reads a row for each order, with or without a heading", () => {
  expect(readTrackingFile("Order;Carrier;Tracking\nE7-1;DHL;3S123\n")).toEqual([PARCEL]);
  expect(readTrackingFile("E7-1,DHL,3S123,https://dhl.example/3S123\n\n")).toEqual([
    { ...PARCEL, tracking_url: "https://dhl.example/3S123" },
  ]);
});

it("has no row where the file has none", () => {
  expect(readTrackingFile("Order,Carrier\n")).toEqual([]);
  expect(readTrackingFile("")).toEqual([]);
});

it("names the numbers that stand in it twice", () => {
  expect(repeatedNumbers([PARCEL, { ...PARCEL, tracking_number: "2" }, { ...PARCEL, number: "E8-1" }])).toEqual(
    new Set(["E7-1"]),
  );
});
