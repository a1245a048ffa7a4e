"""What a test reads off a page."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from lxml import html


def text(response: Any) -> str:
    """The words of the page's content, on one line."""
    page = html.fromstring(response.content)
    (main,) = page.xpath("//main")
    for hidden in main.xpath(".//script|.//style"):
        hidden.drop_tree()
    return re.sub(r"\s+", " ", unescape(main.text_content())).strip()


def cells(response: Any, column: int = 0) -> list[str]:
    """The words of one column of the page's first table with a body."""
    page = html.fromstring(response.content)
    rows = page.xpath("(//table)[1]/tbody/tr")
    return [re.sub(r"\s+", " ", row.xpath("./th|./td")[column].text_content()).strip() for row in rows]


def hidden(response: Any, name: str) -> list[str]:
    """The values that the page's forms would send under a name."""
    page = html.fromstring(response.content)
    return [str(value) for value in page.xpath(f"//main//input[@name='{name}']/@value")]


def links(response: Any, words: str) -> list[str]:
    """Where the links lead whose words hold ``words``."""
    page = html.fromstring(response.content)
    return [str(link.get("href")) for link in page.xpath("//main//a") if words in link.text_content()]
