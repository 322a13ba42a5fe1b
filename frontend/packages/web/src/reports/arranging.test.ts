import { describe, expect, it } from "vitest";
import { arranged, type Place, readPlaces, writePlaces } from "./arranging";

const PLACES: Place[] = [
  { saved_id: "rsv_1", size: "half" },
  { saved_id: "rsv_2", size: "whole" },
];
const order = (places: Place[]) => places.map(({ saved_id }) => saved_id);

describe("the widgets of a home page", () => {
  it("come back from a form as they were", () => {
    expect(readPlaces(writePlaces(PLACES))).toEqual(PLACES);
    expect(readPlaces("")).toEqual([]);
  });

  it("are moved by one place, and stay where there is none", () => {
    expect(order(arranged(PLACES, "rsv_2", "earlier"))).toEqual(["rsv_2", "rsv_1"]);
    expect(order(arranged(PLACES, "rsv_1", "later"))).toEqual(["rsv_2", "rsv_1"]);
    expect(order(arranged(PLACES, "rsv_1", "earlier"))).toEqual(["rsv_1", "rsv_2"]);
    expect(order(arranged(PLACES, "rsv_2", "later"))).toEqual(["rsv_1", "rsv_2"]);
  });

  it("are made wider, added once and taken off", () => {
    expect(arranged(PLACES, "rsv_1", "whole")[0]).toEqual({ saved_id: "rsv_1", size: "whole" });
    expect(order(arranged(PLACES, "rsv_3", "add"))).toEqual(["rsv_1", "rsv_2", "rsv_3"]);
    expect(order(arranged(PLACES, "rsv_1", "add"))).toEqual(["rsv_1", "rsv_2"]);
    expect(order(arranged(PLACES, "rsv_1", "remove"))).toEqual(["rsv_2"]);
    expect(arranged(PLACES, "rsv_1", "anything")).toEqual(PLACES);
  });
});
