"""The writing desk of a manuscript for programs, drawn by the kernel."""

from yankao.kernel.reports.writing_api import router_for

router = router_for("manuscripts")
