"""Pages made up for the tests: every component once, a list, a case, a citizen's form."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from yankao.kernel.ui.forms import CategoryInput, PhotosField, PlaceInput, RadioCards
from yankao.kernel.ui.menu import MenuGroup, MenuItem
from yankao.kernel.ui.pages import problem

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 23, 8, 50, tzinfo=UTC)
KINDS = [
    ("道路", [("pothole", "路面坑洞"), ("sink", "路面下陷"), ("cover", "人孔蓋鬆動")]),
    ("路燈", [("lamp", "路燈不亮"), ("day", "白天亮燈")]),
    ("公園路樹", [("tree", "路樹傾倒"), ("swing", "遊具損壞")]),
]


class ReportForm(forms.Form):
    kind = forms.ChoiceField(label="發生什麼事", choices=KINDS, widget=CategoryInput)
    address = forms.CharField(
        label="在哪裡", max_length=200, widget=PlaceInput, help_text="路名、路口、門牌或燈桿編號"
    )
    lng = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="情形",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="請寫看到的狀況",
    )
    photos = PhotosField(label="照片", required=False)
    reply = forms.ChoiceField(
        label="回復方式",
        choices=[("none", "不必回復"), ("phone", "電話"), ("email", "電子郵件")],
        widget=RadioCards,
        initial="none",
    )
    email = forms.EmailField(label="電子郵件", required=False)
    tell = forms.MultipleChoiceField(
        label="通知時機",
        required=False,
        choices=[("start", "開始處理"), ("end", "處理完成")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="我了解聯絡資料只用於本案")


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label="狀態", required=False, choices=[("", "全部"), ("open", "處理中")]
    )
    q = forms.CharField(
        label="內容", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


def shown(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    template = engines["django"].from_string((PAGES / name).read_text())
    told = {"now": NOW, **context}
    return HttpResponse(template.render(told, request))


def rows() -> list[SimpleNamespace]:
    places = [
        "三民區九如一路 725 號",
        "左營區博愛二路與裕誠路口",
        "鳳山區光遠路 15 巷",
        "苓雅區中正一路",
    ]
    states = [("已派工", "info"), ("處理中", "info"), ("待確認", "warn"), ("退回", "late")]
    minutes = [192, 31, -95, 2600, 12, 55, 130, -4000]
    return [
        SimpleNamespace(
            number=f"SD115112300{index:02}",
            url=f"/case/?{index}",
            category="路面坑洞" if index % 2 else "路燈不亮",
            place=places[index % 4],
            state=states[index % 4],
            due=NOW + timedelta(minutes=left),
            start=NOW - timedelta(hours=4) + timedelta(minutes=min(left, 200)),
            holder="工務局養護工程處",
            late=left < 0,
        )
        for index, left in enumerate(minutes)
    ]


def case_list(request: HttpRequest) -> HttpResponse:
    messages.success(request, "已儲存檢視「逾期」。")
    return shown(request, "list.html", rows=rows(), filter=FilterForm(request.GET))


def case_page(request: HttpRequest) -> HttpResponse:
    photo = SimpleNamespace(
        url="/static/ui/icon.svg", alt="路面坑洞，約臉盆大小", caption="11/23 13:20"
    )
    line = {"before": "", "after": "", "reason": "", "changes": [], "notes": [], "role": ""}
    told = [
        {**line, "at": NOW, "label": "退回", "who": "王小明", "role": "1999 值機員",
         "reason": "缺完工照片", "before": "待確認", "after": "處理中", "tone": "late",
         "icon": "arrow-back-up"},
        {**line, "at": NOW - timedelta(hours=1), "label": "更正", "who": "陳美玲",
         "changes": [("地點", "九如路", "九如一路 725 號")]},
        {**line, "at": NOW - timedelta(hours=2), "label": "受理", "who": ""},
    ]  # fmt: skip
    pairs = [
        ("類別", "路面坑洞"),
        ("地點", "三民區九如一路 725 號"),
        ("通報人", ""),
        ("管道", "電話"),
    ]
    return shown(
        request, "case.html", row=rows()[0], photo=photo, photos=[photo], lines=told, pairs=pairs
    )


@csrf_protect
def report(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, request.FILES or None)
    done = request.method == "POST" and form.is_valid()
    return shown(request, "report.html", form=form, done=done)


def components(request: HttpRequest) -> HttpResponse:
    bars = [("養工處", 41, "/list/"), ("環保局", 17), ("水利局", 0)]
    return shown(request, "components.html", rows=rows(), bars=bars)


def points(request: HttpRequest) -> HttpResponse:
    tones = ["info", "late", "ok", "warn", "quiet"]
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [120.28 + index * 37 % 100 / 700, 22.6 + index * 61 % 100 / 900],
            },
            "properties": {
                "title": f"SD{index:04}",
                "tone": tones[index % 5],
                "url": "/case/",
                "text": "路面坑洞",
            },
        }
        for index in range(90)
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def places(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("address", "")
    found = [{"address": f"三民區{asked}{n} 號", "lng": 120.31, "lat": 22.64} for n in (1, 3)]
    return HttpResponse(
        engines["django"].get_template("ui/components/places.html").render({"places": found})
    )


def desk_menu(request: HttpRequest) -> list[MenuGroup]:
    work = [
        MenuItem("收件匣", "/desk/", "inbox", "12"),
        MenuItem("督導看板", "/board/", "layout-dashboard"),
    ]
    rooms = [
        MenuItem("道路設施派工", "/list/", "tools"),
        MenuItem("人民陳情", "/petitions/", "message-report"),
    ]
    return [MenuGroup("我的工作", work), MenuGroup("為民服務", rooms)]


def doors(request: HttpRequest) -> list[MenuItem]:
    return [
        MenuItem("我要通報", "/report/", "tools"),
        MenuItem("我要陳情", "/petition/", "mail"),
        MenuItem("查進度", "/progress/", "search"),
        MenuItem("地圖", "/map/", "map-2"),
    ]


urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("list/", case_list),
    path("case/", case_page),
    path("report/", report),
    path("components/", components),
    path("points.geojson", points),
    path("places/", places),
    path("problem/<int:status>/", problem),
]
