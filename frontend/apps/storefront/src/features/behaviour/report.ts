import "server-only";
import { Refused, type ReportedEventRequest } from "@globalmarket/api";
import { privateApi } from "@/server/shop";
import { askAgain } from "./visitor-cookie";

/** Pass on what a page noted. What the API refuses, or cannot take now, is not counted; a visitor that it does not know, or that is another customer, is asked anew. */
export async function reportBehaviour(visitor: string, noted: string): Promise<void> {
  try {
    const events = JSON.parse(noted) as ReportedEventRequest[];
    await (await privateApi()).POST("/api/v1/store/events", { body: { visitor_id: visitor, events } });
  } catch (error) {
    if (error instanceof Refused && error.code === "visitor_not_found") await askAgain();
  }
}
