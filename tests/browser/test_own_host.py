"""Nothing leaves the site's own host, and no page breaks the policy under which it is served."""

import pytest
from playwright.sync_api import Browser
from reading import Reader, watch
from served_school import AUDIENCES, KINDS, MAIN_KINDS, Served

from chromium import settled
from examples import of_a_sample


@pytest.mark.parametrize("audience", of_a_sample(("staff", "team"), AUDIENCES))
def test_every_page_stays_at_home(reader: Reader, sites: dict[str, Served], audience: str) -> None:
    """Every page of every site loads without a request to elsewhere, an error, a warning or a broken policy.

    The reader's guard says so when the test ends. With --thorough each page is opened; on a change those kinds of the
    narrower sites that no other test opens.
    """
    site = sites[audience]
    page = reader(site)
    found = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html"))
    addresses = [path.removesuffix("index.html") for path in found if not path.startswith("pagefind/")]
    assert len(addresses) > 40
    few = [path for kind, path in KINDS.items() if kind not in MAIN_KINDS and path in addresses]
    for address in of_a_sample(few, addresses):
        answer = page.goto(site.address + address)
        assert answer is not None
        assert answer.ok, address
        assert answer.header_value("content-security-policy") == site.policy
        settled(page)


def test_the_page_is_whole_without_scripts(reader: Reader, senco: Served) -> None:
    """Without JavaScript every kind of page still has its heading and its text; only filters and search are missing."""
    page = reader(senco, java_script_enabled=False)
    for kind, path in KINDS.items():
        page.goto(senco.address + path)
        assert page.locator("h1").count() == 1, kind
        assert len(page.locator("article").inner_text()) > 60, kind


def test_the_guard_closes(browser: Browser, senco: Served) -> None:
    """A request to elsewhere, an inline script, an error and a dialog are each noticed."""
    wrong: list[str] = []
    context = browser.new_context(bypass_csp=False)
    watch(context, senco.address, wrong)
    page = context.new_page()
    page.goto(senco.address)
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "alert(1)";
      document.body.append(script);
      setTimeout(() => { throw new Error("thrown"); });
    }""")
    page.evaluate("alert('hello')")
    page.evaluate("location.href = 'http://elsewhere.example/'")
    signs = (
        "asks elsewhere: http://elsewhere.example/",
        "Content Security Policy",
        "thrown",
        "dialog: hello",
    )
    for _ in range(3000):
        if all(sign in "\n".join(wrong) for sign in signs):
            break
        page.wait_for_timeout(20)
    context.close()
    said = "\n".join(wrong)
    assert [sign for sign in signs if sign not in said] == []
    assert "dialog: 1" not in said
