"""How large an upload may be: named settings, changed on a page."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

PHOTO_MB = Setting(
    "files.photo_mb",
    default=20,
    label=_("照片大小上限（MB）"),
    source="陳情附件須限制格式與大小，市府未公開數值；本會暫定",
    mark="assumed",
    low=1,
    high=100,
)
DOCUMENT_MB = Setting(
    "files.document_mb",
    default=30,
    label=_("文件大小上限（MB）"),
    source="陳情附件須限制格式與大小，市府未公開數值；本會暫定",
    mark="assumed",
    low=1,
    high=200,
)
PHOTO_MEGAPIXELS = Setting(
    "files.photo_megapixels",
    default=120,
    label=_("照片像素上限（百萬像素）"),
    source="常用手機相機最高約 1 億 8 百萬像素；本會暫定",
    mark="assumed",
    low=5,
    high=400,
)
PHOTO_SIDE = Setting(
    "files.photo_side",
    default=4096,
    label=_("收存照片的長邊（像素）"),
    source="足以辨識燈桿編號，較大照片縮小保存；本會暫定",
    mark="assumed",
    low=1024,
    high=8192,
)
FILES_PER_CASE = Setting(
    "files.per_case",
    default=40,
    label=_("每案檔案數上限"),
    source="避免大量上傳占滿儲存空間；本會暫定",
    mark="assumed",
    low=1,
    high=500,
)
