"""Small helpers of the target pages' tests: log in, read a page as text."""

from html import unescape
from typing import Any

from django.test import Client


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return unescape(answer.content.decode())
