"""The writing desk of a manuscript, drawn by the kernel."""

from yankao.kernel.reports.writing_pages import addresses

urlpatterns = addresses("manuscripts")
