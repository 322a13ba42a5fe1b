import { rolesWith } from "@/features/access/rights";
import { conversationTable } from "./conversation-table";
import { CONVERSATION_FILTERS } from "./filters";
import { listConversations } from "./reads";

export const CONVERSATIONS = {
  path: "/conversations",
  roles: rolesWith("see_customers"),
  filters: CONVERSATION_FILTERS,
  read: listConversations,
  table: conversationTable,
};
