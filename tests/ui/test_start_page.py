from ui.start_page import made_ours, policy

PAGE = (
    '<html lang="en"><head><meta property="og:image" content="https://elsewhere.example/x.jpg" />'
    '<meta\n\tname="twitter:image"\n\tcontent="https://elsewhere.example/x.jpg" />'
    '<meta name="viewport" content="width=device-width" /><script>window.config = "<\\u003cscript";</script>'
    '<script type="module" src="./assets/index.js"></script></head></html>'
)


def test_every_script_carries_the_nonce_and_ours_come_first() -> None:
    page = made_ours(PAGE, "abc")
    assert page.count("<script") == page.count('<script nonce="abc"') == 3
    assert page.index("./genxi/chat.js") < page.index("window.config")


def test_link_previews_of_other_hosts_are_gone_and_the_rest_stays() -> None:
    page = made_ours(PAGE, "abc")
    assert "elsewhere.example" not in page
    assert 'name="viewport"' in page


def test_the_page_says_its_language() -> None:
    assert '<html lang="zh-Hans">' in made_ours(PAGE, "abc")


def test_the_policy_refuses_scripts_written_into_html_and_other_hosts() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy("abc").split("; "))
    assert rules["default-src"] == rules["connect-src"] == "'self'"
    assert "'unsafe-inline'" not in rules["script-src"]
    assert rules["script-src-attr"] == "'none'"
    assert not any("http" in rule for rule in rules.values())
