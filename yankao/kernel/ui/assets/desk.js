// The officials' pages.
import "htmx.org";
import "./net.js";
import "./keyboard.js";
import "./selection.js";
import "./times.js";
import "./forms.js";
import "./photos.js";
import "./drafts.js";
import "./dialogs.js";
import "./columns.js";
import "./place-list.js";
import "./maps.js";
import "./lists.js";
import "./when.js";
import "./outbox.js";
import "./writing.js";
import "./masking.js";
