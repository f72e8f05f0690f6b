"""What every page's frame shows: who acts, in which post, and the ways from here."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from gongwei.apps.accounts.middleware import today
from gongwei.apps.accounts.queries import posts_of
from gongwei.site.navigation import Way, ways_for

LANGUAGES = {"zh-hans": {"code": "en", "name": "English"}, "en": {"code": "zh-hans", "name": "中文"}}


def _item(way: Way, url: str, path: str) -> dict[str, Any]:
    current = path == url or (url != "/" and path.startswith(url))
    return {"url": url, "title": way.title, "short": way.short, "icon": way.icon, "current": current}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates `acting` and `chrome`; an error page without a session gets an empty frame."""
    acting = getattr(request, "acting", None)
    chrome: dict[str, Any] = {
        "language_url": reverse("set_language"),
        "other_language": LANGUAGES.get(get_language() or "", LANGUAGES["zh-hans"]),
        "sign_out_url": reverse("account_logout"),
        "switch_url": reverse("accounts:switch"),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"acting": None, "chrome": chrome}
    chrome["person"] = user.full_name
    if acting is None:
        return {"acting": None, "chrome": chrome}
    sections: list[dict[str, Any]] = []
    often: list[dict[str, Any]] = []
    seldom: list[dict[str, Any]] = []
    for title, ways in ways_for(acting):
        items = [_item(way, url, request.path) for way, url in ways]
        sections.append({"title": title, "items": items})
        for (way, _url), item in zip(ways, items, strict=True):
            (often if way.often and len(often) < 4 else seldom).append(item)
    posts = posts_of(acting, on=today())
    active = next(post for post in posts if post["active"])
    chrome |= {"sections": sections, "often": often, "seldom": seldom, "assignments": posts, "assignment": active}
    # What the templates draw of the ways differs by nothing but this, and is kept under it.
    chrome["ways_mark"] = [acting.role, *(way["url"] for way in (*often, *seldom) if way["current"])]
    return {"acting": acting, "chrome": chrome | {"place": active["place"]}}
