import "server-only";
import { getTranslations } from "next-intl/server";

const NAMES = [
  "title",
  "open",
  "close",
  "notice",
  "privacy",
  "log",
  "you",
  "assistant",
  "staff",
  "sources",
  "label",
  "send",
  "answering",
  "failed",
  "hand_over",
  "start_again",
  "more",
] as const;

/** What the chat says, in the visitor's language. */
export type ChatWords = Record<(typeof NAMES)[number], string>;

export async function chatWords(): Promise<ChatWords> {
  const t = await getTranslations("assistant");
  return Object.fromEntries(NAMES.map((name) => [name, t(name)])) as ChatWords;
}
