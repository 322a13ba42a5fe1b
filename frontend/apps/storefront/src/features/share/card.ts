import "server-only";
import { join } from "node:path";
import { directionOf } from "@globalmarket/i18n";
import sharp, { type OverlayOptions } from "sharp";
import { CARD } from "./card-of";

/** What a shared link shows. */
export interface CardContent {
  /** Small, above the title. */
  over: string;
  title: string;
  /** Below the title: the price. */
  under: string;
  /** At the foot, where the title does not say it already. */
  shop: string;
  picture: Buffer | null;
  /** BCP 47; the picture is mirrored for a language that is written from right to left. */
  language: string;
  /** Of the region, `#rrggbb`. */
  colour: string;
}

// The files that Pango can read: it knows neither WOFF2 nor, in a container, any font of the system.
const FONTS = [
  "inter/400Regular/Inter_400Regular.ttf",
  "inter/700Bold/Inter_700Bold.ttf",
  "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
  "noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
];

const FAMILY = "Inter, Noto Sans Arabic";
const INK = "#17191c";
const MUTED = "#565b63";
const MARGIN = 56;
const LONGEST_TITLE = 90;

interface Line {
  text: string;
  size: number;
  colour: string;
  isBold?: boolean;
  most: number;
}

let fonts: Promise<unknown> | undefined;

/** A JPEG of 1200 × 630, as link previews want it: the product's picture on the side where reading begins, and the words beside it. */
export async function drawCard({ over, title, under, shop, picture, language, colour }: CardContent): Promise<Buffer> {
  fonts ??= Promise.all(FONTS.map(register));
  await fonts;
  const isRightToLeft = directionOf(language) === "rtl";
  const side = picture ? CARD.height : 0;
  const width = CARD.width - side - 2 * MARGIN;
  const lines: Line[] = [
    { text: over, size: 28, colour: MUTED, most: 40 },
    { text: shortened(title), size: picture ? 50 : 68, colour: INK, isBold: true, most: 280 },
    { text: under, size: 46, colour, isBold: true, most: 70 },
  ];
  const written = await Promise.all(lines.filter(({ text }) => text).map((line) => write(line, width)));
  const foot = shop ? await write({ text: shop, size: 26, colour: MUTED, isBold: true, most: 40 }, width) : null;
  const gap = 24;
  const height = written.reduce((sum, { info }) => sum + info.height + gap, -gap);
  const left = (drawn: { width: number }) => (isRightToLeft ? CARD.width - side - MARGIN - drawn.width : side + MARGIN);
  let top = Math.max(MARGIN, Math.round((CARD.height - 90 - height) / 2));
  const layers: OverlayOptions[] = written.map(({ data, info }) => {
    const layer = { input: data, left: left(info), top };
    top += info.height + gap;
    return layer;
  });
  if (foot) layers.push({ input: foot.data, left: left(foot.info), top: CARD.height - MARGIN - foot.info.height });
  if (picture) {
    const square = await sharp(picture)
      .resize(side, side, { fit: "cover" })
      .flatten({ background: "#f5f5f2" })
      .toBuffer();
    layers.push({ input: square, left: isRightToLeft ? CARD.width - side : 0, top: 0 });
  } else {
    const bar = { width: 16, height: CARD.height, channels: 3 as const, background: colour };
    layers.push({ input: { create: bar }, left: isRightToLeft ? CARD.width - bar.width : 0, top: 0 });
  }
  const paper = { ...CARD, channels: 3 as const, background: "#ffffff" };
  return sharp({ create: paper }).composite(layers).jpeg({ quality: 84, mozjpeg: true }).toBuffer();
}

/** Pango knows a font file for good once it was named. */
function register(file: string): Promise<unknown> {
  const fontfile = join(process.cwd(), "../../node_modules/@expo-google-fonts", file);
  return sharp({ text: { text: "a", fontfile } }).toBuffer();
}

/** The text as a picture of its own size; one that needs more room than `most` high is written smaller. */
async function write({ text, size, colour, isBold = false, most }: Line, width: number) {
  const inner = `<span foreground="${colour}">${escaped(text)}</span>`;
  const draw = (points: number) =>
    sharp({
      text: {
        text: isBold ? `<b>${inner}</b>` : inner,
        font: `${FAMILY} ${points}`,
        width,
        rgba: true,
        wrap: "word-char",
      },
    })
      .png()
      .toBuffer({ resolveWithObject: true });
  let drawn = await draw(size);
  for (let points = size - 4; drawn.info.height > most && points > 16; points -= 4) drawn = await draw(points);
  return drawn;
}

function shortened(text: string): string {
  return text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE).trimEnd()}…` : text;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
