import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type CardContent, drawCard } from "./card";

const RED = { r: 200, g: 0, b: 0 };
const MUG = {
  over: "Alma",
  title: "Mug in stoneware",
  under: "€14.95",
  shop: "GlobalMarket Europe",
  colour: "#0b5c4a",
};
const KUB = { ...MUG, title: "كوب من الخزف", under: "50.00 د.إ.", language: "ar" };

vi.setConfig({ testTimeout: 120_000 }); // drawing takes its time where much else runs

const before = process.cwd();
beforeAll(() => process.chdir(new URL("../../..", import.meta.url).pathname));
afterAll(() => process.chdir(before));

const red = () =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: RED } })
    .png()
    .toBuffer();

async function draw(content: Partial<CardContent>) {
  const card = await drawCard({ ...MUG, language: "en", picture: await red(), ...content });
  const { data, info } = await sharp(card).raw().toBuffer({ resolveWithObject: true });
  const isRed = (x: number) =>
    (data[(315 * info.width + x) * 3] ?? 0) > 150 && (data[(315 * info.width + x) * 3 + 1] ?? 0) < 60;
  return { card, info, isRed };
}

it.each([
  { language: "en", content: MUG, picture: 100, words: 1150 },
  { language: "ar", content: KUB, picture: 1100, words: 50 },
])("has the picture where reading in $language begins", async ({ language, content, picture, words }) => {
  const { info, isRed } = await draw({ ...content, language });

  expect([info.width, info.height]).toEqual([1200, 630]);
  expect([isRed(picture), isRed(words)]).toEqual([true, false]);
});

it("writes each word with its own letters, joined in Arabic", async () => {
  const titles = ["Mug", "Cup", "كوب", "ك و ب", "بوك"];
  const cards = await Promise.all(
    titles.map(async (title) => (await draw({ title, language: "en" })).card.toString("hex")),
  );

  expect(new Set(cards).size).toBe(titles.length);
});

it("holds a long name, signs that mean something to the program that draws, no picture and no shop", async () => {
  const { info } = await draw({
    over: "",
    shop: "",
    title: `<b>Cups & "saucers" ${"of porcelain ".repeat(30)}`,
    picture: null,
  });

  expect([info.width, info.height]).toEqual([1200, 630]);
});
