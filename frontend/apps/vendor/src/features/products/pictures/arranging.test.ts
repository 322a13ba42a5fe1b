import type { VendorImage } from "@globalmarket/api";
import { expect, it } from "vitest";
import { arranged, dropped, inOrder } from "./arranging";

const IMAGES = ["img_1", "img_2", "img_3"].map((id) => ({
  id,
  alt: { en: id },
  variant_ids: [],
})) as unknown as VendorImage[];
const order = (typed: Record<string, string>, move = "") => arranged(IMAGES, typed, move).map(({ id }) => id);

it("moves a picture by a place, and none beyond the ends", () => {
  expect(order({}, "earlier img_2")).toEqual(["img_2", "img_1", "img_3"]);
  expect(order({}, "later img_2")).toEqual(["img_1", "img_3", "img_2"]);
  expect(order({}, "earlier img_1")).toEqual(["img_1", "img_2", "img_3"]);
  expect(order({}, "later img_9")).toEqual(["img_1", "img_2", "img_3"]);
});

it("leaves out what is to be removed", () => {
  expect(order({ "remove.img_2": "on" })).toEqual(["img_1", "img_3"]);
});

it("keeps texts of languages that the form does not have, and drops emptied ones", () => {
  const [first, second] = arranged(IMAGES, { "alt.img_1.nl": " Voorkant ", "alt.img_2.en": "" }, "");

  expect(first?.alt).toEqual({ en: "img_1", nl: "Voorkant" });
  expect(second?.alt).toEqual({});
});

it("stands in the order into which the pictures were dragged, with unknown ones behind", () => {
  const pictures = ["a", "b", "c"].map((id) => ({ id }));

  expect(dropped(["a", "b", "c"], "c", "a")).toEqual(["c", "a", "b"]);
  expect(dropped(["a", "b", "c"], "a", "c")).toEqual(["b", "c", "a"]);
  expect(inOrder(pictures, ["c", "a"]).map(({ id }) => id)).toEqual(["c", "a", "b"]);
});
