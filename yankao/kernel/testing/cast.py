"""Who did what in a sample year: officials who cannot sign in and whose duties have ended."""

from collections.abc import Iterable
from datetime import date
from random import Random

from yankao.kernel.people.models import Contact, Duty, Person, Unit
from yankao.kernel.values.rows import fresh

SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈"
GIVEN = ["家豪", "志明", "淑芬", "雅婷", "俊傑", "美玲", "怡君", "建宏", "麗華", "文雄", "佳穎",
         "宗翰", "惠雯", "信宏", "秀英", "冠宇", "佩珊", "國榮", "婉婷", "正義"]  # fmt: skip


class Cast:
    """The sample's officials of one programme and year, by role and unit."""

    def __init__(self, programme: str, year: int) -> None:
        self.people: dict[tuple[str, int], list[Person]] = {}
        rows = Duty.objects.filter(
            programme=programme, person__username__startswith=f"sample.{programme}.{year}."
        )
        for duty in rows.select_related("person").order_by("person__username"):
            self.people.setdefault((duty.role, duty.unit_id), []).append(duty.person)

    @classmethod
    def of(
        cls, programme: str, posts: Iterable[tuple[str, Unit, int]], since: date, until: date
    ) -> "Cast":
        """So many persons in each role at each unit; those who are there already stay."""
        held, dice, people, duties = cls(programme, since.year), Random(programme), [], []
        for role, unit, wanted in posts:
            for number in range(wanted if (role, unit.pk) not in held.people else 0):
                person = Person(
                    username=f"sample.{programme}.{since.year}.{role}.{unit.code}.{number}"[:60],
                    name=dice.choice(SURNAMES) + dice.choice(GIVEN), unit=unit,
                    phone="07-3368333", is_active=False, password="!sample",
                )  # fmt: skip
                people.append(person)
                duties.append(
                    Duty(person=person, programme=programme, role=role, unit=unit, since=since,
                         until=until)
                )  # fmt: skip
        Person.objects.bulk_create(people)
        Duty.objects.bulk_create(duties)
        return cls(programme, since.year)

    def one(self, rng: Random, role: str, unit: Unit) -> Person:
        return rng.choice(self.people[role, unit.pk])


def contact(rng: Random, channel: str) -> Contact:
    """Nobody real: a surname, and a way to answer that leads nowhere."""
    told = {"name": f"{rng.choice(SURNAMES)}{rng.choice(['先生', '女士'])}"}
    if channel == "web":
        told["email"] = f"petitioner{rng.randrange(10**6)}@example.tw"
    elif channel == "paper":
        told["address"] = f"高雄市樣本路 {rng.randrange(1, 400)} 號"
    elif channel == "fax":
        told["fax"] = f"07-000{rng.randrange(10**4):04d}"
    else:
        told["phone"] = f"0900-{rng.randrange(10**6):06d}"
    return fresh(Contact, dict(told))
