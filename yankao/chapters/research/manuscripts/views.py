"""The writing desk of a manuscript, drawn by the kernel."""

from yankao.kernel.reports.writing_pages import addresses, in_api

__all__ = ["in_api", "urlpatterns"]

urlpatterns = addresses("manuscripts")
