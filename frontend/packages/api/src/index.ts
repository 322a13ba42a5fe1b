export { type Api, ApiUnavailable, createApi, Refused } from "./client";
export type * from "./schema";
