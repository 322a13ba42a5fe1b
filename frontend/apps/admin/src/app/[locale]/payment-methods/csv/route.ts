import { csvOf } from "@globalmarket/web/lists/csv-route";
import { PAYMENT_METHODS } from "@/features/payment-methods/list";

export const GET = csvOf(PAYMENT_METHODS);
