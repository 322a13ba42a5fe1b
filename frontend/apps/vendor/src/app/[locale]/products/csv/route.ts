import { csvOf } from "@globalmarket/web/lists/csv-route";
import { PRODUCTS } from "@/features/products/list";

export const GET = csvOf(PRODUCTS);
