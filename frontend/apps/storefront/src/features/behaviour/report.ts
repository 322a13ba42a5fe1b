import "server-only";
import { Refused, type ReportedEventRequest } from "@globalmarket/api";
import { headers } from "next/headers";
import { privateApi } from "@/server/shop";
import { askAgain, asksNotToTrack, findVisitor } from "./visitor-cookie";

/** Pass on what a page noted. What the API refuses, or cannot take now, is not counted; a visitor that it does not know, or that is another customer, is asked anew. */
export async function reportBehaviour(visitor: string, noted: string): Promise<void> {
  try {
    const events = JSON.parse(noted) as ReportedEventRequest[];
    await (await privateApi()).POST("/api/v1/store/events", { body: { visitor_id: visitor, events } });
  } catch (error) {
    if (error instanceof Refused && error.code === "visitor_not_found") await askAgain();
  }
}

/** A visitor who agreed has written to a vendor about a product. The message's own key is the event's id: a repeat is counted once. */
export async function reportMessage(productId: string, id: string): Promise<void> {
  const visitor = await findVisitor();
  if (!visitor || asksNotToTrack(await headers())) return;
  const event = { id, kind: "message", product_id: productId, at: new Date().toISOString() };
  await reportBehaviour(visitor, JSON.stringify([event]));
}
