/** What can have been done to a return: the names of the messages that say so. */
export const RETURN_DONE = ["approved", "refused", "received", "inspected"] as const;
