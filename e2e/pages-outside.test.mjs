// The pages of those who are not signed in, set up a new institution or may do nothing, and pages that are not there, looked over.

import { GROUPS } from "./all-pages.mjs";
import { lookOver } from "./look-over.mjs";

lookOver(GROUPS.outside);
