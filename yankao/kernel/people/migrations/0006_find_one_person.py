"""Indexes by which a person is found again, built while everybody goes on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Upper

DIGITS = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
INDEXES = [
    models.Index(Upper("email"), condition=~Q(email=""), name="contact_email_any_case"),
    models.Index(DIGITS, condition=~Q(phone=""), name="contact_phone_digits"),
    models.Index(fields=["name"], condition=~Q(name=""), name="contact_name"),
    models.Index(fields=["same_as"], condition=~Q(same_as=None), name="contact_same_person"),
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0005_know_one_person")]

    operations = [AddIndexConcurrently(model_name="contact", index=index) for index in INDEXES]
