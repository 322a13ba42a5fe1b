import { csvOf } from "@globalmarket/web/lists/csv-route";
import { termList } from "@/features/terms/list";

export const GET = csvOf(termList("brands"));
