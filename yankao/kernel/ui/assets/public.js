// The citizens' pages.
import "htmx.org";
import "./net.js";
import "./times.js";
import "./forms.js";
import "./when.js";
import "./photos.js";
import "./drafts.js";
import "./dialogs.js";
import "./place-list.js";
import "./maps.js";
import "./outbox-report.js";
import "./push.js";
import "./near.js";
import "./scan.js";
