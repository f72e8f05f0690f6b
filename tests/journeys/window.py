"""One browser window of one user: what it shows must be reachable, free of errors, and accessible."""

from dataclasses import replace
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.journeys.city import ROOT, WITH_PICTURES, City

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
CLIPS = {"desktop": {"x": 0, "y": 0, "width": 1280, "height": 720}, "phone": {"x": 0, "y": 0, **SIZES["phone"]}}
PICTURES = ROOT / "docs" / "pictures"
PAGES = [ROOT / "README.md", *ROOT.glob("docs/guides/*.md")]
SHOWN = "".join(page.read_text() for page in PAGES)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Window:
    """A page with its troubles: console errors, broken rules of the content policy, failed requests."""

    def __init__(self, city: City, browser: Browser, size: str, state: dict[str, Any] | None = None) -> None:
        self.city, self.size = city, size
        phone = size == "phone"
        self.context = browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]
            has_touch=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=state,  # type: ignore[arg-type]
        )
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.expected: set[int] = set()
        self.troubles: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        status_only = message.text.startswith("Failed to load resource: the server responded")
        if message.type == "error" and not status_only:  # the response itself is judged below
            self.troubles.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status} {response.request.method} {response.url}")

    def sign_in(self, username: str) -> None:
        self.go("/sign-in/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(self.city.password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def on(self, day: str, username: str) -> Page:
        """Live on a later day from here on, alone in the city; the session of the day before is over by then."""
        self.context.set_extra_http_headers({"X-Journey-Day": day})  # read by the clock beside these tests
        self.context.clear_cookies()
        self.sign_in(username)
        return self.page

    def go(self, path: str) -> Page:
        """Open an address of the city."""
        self.page.goto(self.city.address + path)
        return self.page

    def call_the_city_by_name(self) -> None:
        """Say localhost instead of the number: a security key belongs to a name."""
        self.city = replace(self.city, address=self.city.address.replace("127.0.0.1", "localhost"))

    def main(self) -> str:
        """Give what the page says in its own part."""
        return self.page.locator("#content").inner_text()

    def looks_right(self, picture: str = "") -> None:
        """Check access rules and that nothing sticks out sideways; take the picture if a page of the docs shows it."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        wrong = [f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
        assert not wrong, f"{self.page.url} ({self.size})\n" + "\n".join(wrong)
        assert self.page.evaluate(WIDER_THAN_SCREEN) <= 0, f"{self.page.url} is wider than a {self.size}"
        name = f"{picture}-{self.size}.png"
        if WITH_PICTURES and f"pictures/{name}" in SHOWN:
            PICTURES.mkdir(exist_ok=True)
            self.page.screenshot(path=PICTURES / name, animations="disabled", clip=CLIPS[self.size])  # type: ignore[arg-type]

    def close(self) -> list[str]:
        """Close the window and give its troubles; a journey with any has failed."""
        self.context.close()
        return self.troubles
