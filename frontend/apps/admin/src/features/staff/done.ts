/** What the page of a member says a form has done: names in its address and in the catalogue `staff.done`. */
export const STAFF_DONE = ["invited", "invited_again", "roles_changed", "access_ended", "access_restored"] as const;

export type StaffDone = (typeof STAFF_DONE)[number];
