"""Text shown to people: plain, or translated when it is shown."""

from django_stubs_ext import StrPromise

Words = str | StrPromise
