import { csvOf } from "@globalmarket/web/lists/csv-route";
import { deliveryList } from "@/features/vendor-webhooks/list";

interface Asked {
  params: Promise<{ id: string; endpoint: string }>;
}

export async function GET(request: Request, { params }: Asked): Promise<Response> {
  const { id, endpoint } = await params;
  return csvOf(deliveryList(id, endpoint))(request);
}
