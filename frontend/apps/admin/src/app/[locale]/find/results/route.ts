import { findRoute } from "@globalmarket/web/palette/find";
import { find } from "@/features/find/reads";

export const GET = findRoute(find);
