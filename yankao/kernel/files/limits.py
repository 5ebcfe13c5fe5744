"""How large an upload may be: named settings, changed on a page."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

PHOTO_MB = Setting(
    "files.photo_mb",
    default=20,
    label=_("照片大小上限（MB）"),
    source="handbook 5-6 §1: type allow-list and size; the number is ours",
    mark="assumed",
    low=1,
    high=100,
)
DOCUMENT_MB = Setting(
    "files.document_mb",
    default=30,
    label=_("文件大小上限（MB）"),
    source="handbook 5-6 §1: type allow-list and size; the number is ours",
    mark="assumed",
    low=1,
    high=200,
)
PHOTO_MEGAPIXELS = Setting(
    "files.photo_megapixels",
    default=120,
    label=_("照片像素上限（百萬像素）"),
    source="the largest telephone camera in common use takes 108 megapixels",
    mark="assumed",
    low=5,
    high=400,
)
PHOTO_SIDE = Setting(
    "files.photo_side",
    default=4096,
    label=_("收存照片的長邊（像素）"),
    source="enough to read a lamp-post number; larger photos are scaled down",
    mark="assumed",
    low=1024,
    high=8192,
)
FILES_PER_CASE = Setting(
    "files.per_case",
    default=40,
    label=_("每案檔案數上限"),
    source="guards the disk against a flood",
    mark="assumed",
    low=1,
    high=500,
)
