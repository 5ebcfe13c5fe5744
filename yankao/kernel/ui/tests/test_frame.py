"""The frame of every page: menus from the rooms, no query for a citizen, words for problems."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template
from django.test import Client, RequestFactory

from yankao.kernel.ui import menu
from yankao.kernel.ui.menu import DemoAccount, MenuGroup, MenuItem
from yankao.kernel.ui.pages import frame, problem


def test_groups_of_the_same_name_are_joined_and_the_longest_address_is_marked(monkeypatch):
    def one(request):
        return [MenuGroup("為民服務", [MenuItem("派工", "/service/dispatch/")])]

    def two(request):
        board = MenuItem("看板", "/service/dispatch/board/")
        return [MenuGroup("為民服務", [board]), MenuGroup("管制考核", [])]

    monkeypatch.setattr(menu, "contributors", [one, two])
    groups = menu.desk_menu(RequestFactory().get("/service/dispatch/board/2/"))
    assert [(group.label, len(group.items)) for group in groups] == [
        ("為民服務", 2),
        ("管制考核", 0),
    ]
    assert [item.active for item in groups[0].items] == [False, True]


def test_a_citizens_page_asks_the_database_nothing(specimens, django_assert_num_queries, db):
    client = Client()
    with django_assert_num_queries(0):
        answer = client.get("/report/")
    assert "我要陳情" in answer.content.decode()


def test_demo_accounts_are_offered_only_in_the_demo(monkeypatch, settings):
    account = DemoAccount("operator", "demo", "王小明", "派工通報", "1999 值機員")
    monkeypatch.setattr(menu, "demo_contributors", [lambda request: [account]])
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert frame(request)["demo_accounts"]() == []
    settings.DEMO = True
    assert frame(request)["demo_accounts"]() == [account]


@pytest.mark.parametrize("status", [403, 404, 413, 429])
def test_problems_say_what_to_do_in_both_languages(status, specimens):
    for language, word in (("zh-hant", "請"), ("en", "<h1>")):
        request = RequestFactory().get("/x/")
        request.user, request.LANGUAGE_CODE = AnonymousUser(), language
        answer = problem(request, status)
        assert answer.status_code == status and word in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "404.html"])
def test_error_pages_need_no_context(name):
    assert "<h1>" in get_template(name).render()


def test_a_stranger_form_is_refused_in_words(specimens, db):
    answer = Client(enforce_csrf_checks=True).post("/report/", {})
    assert answer.status_code == 403 and "頁面已過期" in answer.content.decode()
