import { printed } from "@/features/orders/printing";

/** What the API prints for the orders in the address. */
export function GET(request: Request): Promise<Response> {
  return printed(request, "/api/v1/vendor/pick-list.pdf", "pick-list.pdf");
}
