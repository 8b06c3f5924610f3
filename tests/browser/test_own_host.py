"""Nothing leaves the site's own host, and no page breaks the policy under which it is served."""

import urllib.request

import pytest
from playwright.sync_api import Browser
from reading import Reader, watch
from served_school import AUDIENCES, KINDS, Served

from chromium import go, settled
from examples import of_a_sample


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_stays_at_home(reader: Reader, sites: dict[str, Served], audience: str) -> None:
    """Every page of every site loads without a request to elsewhere, an error, a warning or a broken policy.

    The reader's guard says so when the test ends. On a change each kind of page is opened, with --thorough each page.
    """
    site = sites[audience]
    page = reader(site)
    found = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html"))
    addresses = [path.removesuffix("index.html") for path in found if not path.startswith("pagefind/")]
    assert len(addresses) > 40
    for address in of_a_sample([path for path in KINDS.values() if path in addresses], addresses):
        answer = page.goto(site.address + address)
        assert answer is not None
        assert answer.ok, address
        assert answer.header_value("content-security-policy") == site.policy
        settled(page)


@pytest.mark.parametrize("kind", KINDS)
def test_no_link_leads_nowhere(senco: Served, reader: Reader, kind: str) -> None:
    """Each link to a page of this site finds it, and each link to a place on a page finds that place."""
    page = reader(senco)
    go(page, senco.address + KINDS[kind])
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.href)")
    here = page.url.partition("#")[0]
    for link in sorted(set(links)):
        address, _, anchor = link.partition("#")
        if address == here:
            assert not anchor or page.locator(f'[id="{anchor}"]').count() == 1, link
        elif address.startswith(senco.address):
            with urllib.request.urlopen(address) as answer:
                text = answer.read().decode()
            assert not anchor or f'id="{anchor}"' in text, link


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
