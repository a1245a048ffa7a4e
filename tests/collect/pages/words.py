"""Reading a page as a person does: its words, its links, what its forms hold and what its error summary says."""

from __future__ import annotations

import re
from typing import Any

from lxml.html import fromstring


def text_of(response: Any) -> str:
    """The words of the page's main part, with single spaces and none before a full stop or comma."""
    assert response.status_code in (200, 403), response.status_code
    (main,) = fromstring(response.content.decode()).xpath("//main")
    words = " ".join(" ".join(main.itertext()).split())
    return re.sub(r" (?=[.,:;)])", "", words)


def title_of(response: Any) -> str:
    """The page's title."""
    return " ".join(fromstring(response.content.decode()).xpath("//title/text()")[0].split())


def links_of(response: Any) -> dict[str, str]:
    """Words of each link in the main part → its address."""
    page = fromstring(response.content.decode())
    return {" ".join(link.text_content().split()): link.get("href") for link in page.xpath("//main//a[@href]")}


def errors_of(response: Any) -> list[str]:
    """What the error summary says; empty without one."""
    page = fromstring(response.content.decode())
    return [" ".join(line.text_content().split()) for line in page.xpath("//*[@class='govuk-error-summary']//li")]


def value_of(response: Any, name: str) -> str:
    """What a field of a form holds."""
    page = fromstring(response.content.decode())
    field = page.xpath(f"//main//*[@name='{name}']")[0]
    return str(field.text or "").strip() if field.tag == "textarea" else str(field.get("value") or "")
