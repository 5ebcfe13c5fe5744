"""Forms as drawn: every input has a label, a hint and an error a screen reader can find."""

import re
from types import SimpleNamespace

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from yankao.kernel.ui.forms import CategoryInput, PhotosField, PlaceInput

from .specimen import ReportForm


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def test_no_id_is_given_twice_and_every_label_has_its_input():
    for form in (ReportForm(), ReportForm({}), ReportForm(prefix="a")):
        html = form.render()
        found = ids(html)
        assert len(found) == len(set(found))
        assert set(re.findall(r'\sfor="([^"]+)"', html)) <= set(found)
        described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
        assert set(described) <= set(found)


def test_errors_are_listed_first_with_links_to_their_fields():
    html = ReportForm({"text": "坑洞"}).render()
    assert 'role="alert"' in html
    links = re.findall(r'href="#([^"]+)"', html.split("</ul>")[0])
    assert links == ["id_kind", "id_address", "id_reply", "id_agree"]
    assert set(links) <= set(ids(html))
    assert html.count('aria-invalid="true"') >= 3


def test_inputs_get_the_class_of_their_kind():
    html = ReportForm().render()
    assert re.search(r'<textarea[^>]*class="form-control"', html)
    assert re.search(r'<input type="checkbox"[^>]*class="form-check-input"', html)
    assert re.search(r'<input type="email"[^>]*class="form-control"', html)


def test_a_place_shows_its_coordinates_once_and_keeps_them_after_an_error():
    html = ReportForm({"lng": "120.3", "lat": "22.6"}).render()
    assert html.count('name="lng"') == html.count('name="lat"') == 1
    assert 'value="120.3"' in html and "<yk-place" in html


def test_a_place_without_coordinates_is_an_address():
    class Address(forms.Form):
        address = forms.CharField(label="地點", widget=PlaceInput)

    html = Address().render()
    assert "<yk-place" not in html and 'name="address"' in html


def test_rows_are_grouped_by_their_group():
    class Rows(forms.Form):
        kind = forms.ChoiceField(label="類別", widget=CategoryInput)

    form = Rows()

    class Value(str):
        instance = SimpleNamespace(group="道路")

    class Other(str):
        instance = SimpleNamespace(group="路燈")

    road = [("", "—"), (Value("1"), "坑洞"), (Value("2"), "下陷")]
    form.fields["kind"].choices = [*road, (Other("3"), "不亮")]
    html = form.render()
    assert html.count("<details") == 2 and "道路" in html and "—" not in html
    form.fields["kind"].choices = road
    html = form.render()
    assert "<details" not in html and 'type="search"' not in html and "下陷" in html


def test_several_photos_arrive_as_a_list_and_too_many_are_refused():
    class Photos(forms.Form):
        photos = PhotosField(label="照片", most=2, megabytes=1)

    def sent(*sizes: int) -> Photos:
        files = [SimpleUploadedFile(f"{n}.jpg", b"x" * size) for n, size in enumerate(sizes)]
        return Photos({}, MultiValueDict({"photos": files}))

    form = sent(5, 5)
    assert form.is_valid() and [photo.name for photo in form.cleaned_data["photos"]] == [
        "0.jpg",
        "1.jpg",
    ]
    assert sent(1, 1, 1).errors["photos"] == ["最多 2 張照片。"]
    assert "超過 1 MB" in sent(2 * 1024 * 1024).errors["photos"][0]
    assert sent().errors["photos"]
