"""Short names of browsers, by which people recognize their sessions."""

import pytest

from throughline.config.sign_in.devices import browser_and_system

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IOS = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36",
            "Chrome",
            "Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            "Edge",
            "Windows",
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/131.0 Safari/537.36",
            "Chrome",
            "Chromebook",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/131.0 Mobile Safari/537.36",
            "Chrome",
            "Android",
        ),
        ("(X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "Linux"),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {IOS} Version/18.1 Safari/605.1.15",
            "Safari",
            "Mac",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) {IOS} CriOS/131.0 Mobile Safari/604.1",
            "Chrome",
            "iPhone",
        ),
        (f"(iPad; CPU OS 18_1) {IOS} FxiOS/133.0 Mobile Safari/605.1.15", "Firefox", "iPad"),
        ("curl/8.5.0", "", ""),
        ("", "", ""),
        ("Firefoxy <script>alert(1)</script>", "", ""),
    ],
)
def test_a_browser_is_named_by_its_common_name_or_not_at_all(
    user_agent: str, browser: str, system: str
) -> None:
    assert browser_and_system(f"Mozilla/5.0 {user_agent}") == (browser, system)
