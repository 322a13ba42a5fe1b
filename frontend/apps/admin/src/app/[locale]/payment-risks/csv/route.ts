import { csvOf } from "@globalmarket/web/lists/csv-route";
import { PAYMENT_RISKS } from "@/features/payment-risks/list";

export const GET = csvOf(PAYMENT_RISKS);
