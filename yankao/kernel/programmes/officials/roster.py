"""Many officials at once: a roster read row by row, and the links of those who never signed in."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.errors import Refused
from yankao.kernel.exchange.reader import Reader, UnreadableFile
from yankao.kernel.exchange.tables import table_response
from yankao.kernel.people.models import Person, Unit

from . import accounts
from .forms import OfficialForm, facts_of

HEADERS = {
    "帳號": "username",
    "姓名": "name",
    "單位代碼": "unit",
    "電子郵件": "email",
    "電話": "phone",
}
LARGEST, MOST = 1 << 20, 1000
Row = Mapping[str, str]


@dataclass(frozen=True)
class Rejected:
    """A row that could not be used, as it was called, and why; lines begin below the header."""

    line: int
    username: str
    reason: str


@dataclass
class Taken:
    """Each row is one of these."""

    entered: int = 0
    changed: int = 0
    known: int = 0
    rejected: list[Rejected] = field(default_factory=list)


class RosterForm(forms.Form):
    """A file with a row for each official; the first three columns are needed."""

    headers: Mapping[str, str] = HEADERS
    file = forms.FileField(
        label=gettext_lazy("人員名冊（CSV）"),
        help_text=gettext_lazy(
            "欄位：帳號、姓名、單位代碼、電子郵件、電話；一次最多 1,000 人。"
            "已有的帳號會更新，空白欄不動。"
        ),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    def clean_file(self) -> list[tuple[int, Row]]:
        """The rows of a file that can be read and has the columns."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError(_("檔案太大，名冊不會超過 1 MB。"))
        try:
            rows = list(read(upload.read()))
        except (UnreadableFile, csv.Error, UnicodeDecodeError):
            raise forms.ValidationError(_("讀不懂這個檔案，請存成 CSV（UTF-8）再試。")) from None
        needed = list(self.headers.items())[:3]
        if not rows or any(n not in rows[0][1] and ours not in rows[0][1] for n, ours in needed):
            words = _("檔案要有「{columns}」三欄，第一列是欄名，下面每人一列。")
            raise forms.ValidationError(words.format(columns="、".join(n for n, _o in needed)))
        if len(rows) > MOST:
            raise forms.ValidationError(_("一次最多 {n} 人，請分次匯入。").format(n=MOST))
        return rows


def read(content: bytes) -> Iterator[tuple[int, Row]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes(content)
        yield from Reader(path, encodings=("utf-8-sig", "big5hkscs"))


def named(row: Row, headers: Mapping[str, str]) -> dict[str, str]:
    """A row by our names, whichever of both the file uses."""
    return {ours: row.get(theirs) or row.get(ours) or "" for theirs, ours in headers.items()}


def why_not(form: forms.BaseForm) -> str:
    """The mistakes of a form in one line."""
    return " ".join(
        f"{form.fields[name].label}：{''.join(map(str, errors))}"
        for name, errors in form.errors.items()
    )


def take(rows: Iterable[tuple[int, Row]], *, by: Person, client: str = "") -> Taken:
    """Every row is entered, changed, known already, or rejected with its reason."""
    units = {unit.code: unit.pk for unit in Unit.objects.current()}
    taken = Taken()
    for line, row in rows:
        told = named(row, HEADERS)
        found = Person.objects.filter(username__iexact=told["username"]).first()
        if told["unit"] and told["unit"] not in units:
            reason = _("沒有代碼為 {code} 的單位。").format(code=told["unit"])
            taken.rejected.append(Rejected(line, told["username"], reason))
            continue
        form = OfficialForm(facts_of(found) | given(told, units), instance=found)
        if not form.is_valid():
            taken.rejected.append(Rejected(line, told["username"], why_not(form)))
        elif found is None:
            accounts.enter(form.save(commit=False), by=by, client=client)
            taken.entered += 1
        elif form.changed_data:
            changed(taken, line, form, by, client)
        else:
            taken.known += 1
    return taken


def changed(taken: Taken, line: int, form: OfficialForm, by: Person, client: str) -> None:
    person = form.instance
    try:
        accounts.change(person, form.changed_data, by=by, client=client)
    except Refused as error:
        taken.rejected.append(Rejected(line, person.username, str(error)))
    else:
        taken.changed += 1


def given(told: Mapping[str, str], units: Mapping[str, int]) -> dict[str, object]:
    """What the row says; an empty cell says nothing."""
    return {
        name: units[value] if name == "unit" else value for name, value in told.items() if value
    }


def links(people: Iterable[Person], *, by: Person, client: str = "") -> HttpResponseBase:
    """A CSV with a link for each; told once, like a single one."""
    headers = [_("帳號"), _("姓名"), _("單位"), _("設定密碼連結")]
    rows = [
        [one.username, one.name, str(one.unit or ""), link_or_why(one, by, client)]
        for one in people
    ]
    return table_response("csv", "links", headers, rows)


def link_or_why(person: Person, by: Person, client: str) -> str:
    try:
        return accounts.link(person, by=by, client=client)
    except Refused as error:
        return str(error)
