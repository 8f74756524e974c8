"""Markdown that people write may stand in any page, whatever they write."""

import time

import pytest

from annotations.publishing.markdown import html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A **bold** word.", "<p>A <strong>bold</strong> word.</p>\n"),
        ("*so* `x < y`", "<p><em>so</em> <code>x &lt; y</code></p>\n"),
        ("## Heading", "<h2>Heading</h2>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("😀 é", "<p>😀 é</p>\n"),
        ("a <em>b</em>", "<p>a &lt;em&gt;b&lt;/em&gt;</p>\n"),
        ("", ""),
    ],
)
def test_what_it_offers(written, shown):
    assert html(written) == shown


def test_links_lead_away_and_say_so():
    assert html("[here](https://a.example/x?y=1&z=2)") == (
        '<p><a href="https://a.example/x?y=1&amp;z=2" rel="nofollow noopener ugc">here</a></p>\n'
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("So it is.[^2]", '<p>So it is.<sup><a href="#source-2"{rel}>2</a></sup></p>'),
        ("[^1]", '<p><sup><a href="#source-1"{rel}>1</a></sup></p>'),
        ("**[^1]**", '<p><strong><sup><a href="#source-1"{rel}>1</a></sup></strong></p>'),
        ("[^3]", "<p>[^3]</p>"),
        ("[^0] [^01] [^-1] [^x] [^ 1] [^1", "<p>[^0] [^01] [^-1] [^x] [^ 1] [^1</p>"),
        ("[^²]", "<p>[^²]</p>"),
        ("`[^1]`", "<p><code>[^1]</code></p>"),
        (r"\[^1]", "<p>[^1]</p>"),
    ],
)  # fmt: skip
def test_a_reference_leads_to_a_source_that_is_there(written, shown):
    rel = ' rel="nofollow noopener ugc"'
    assert html(written, sources=2).strip() == shown.format(rel=rel)


def test_without_sources_a_reference_stays_as_it_was_written():
    assert html("So it is.[^1]") == "<p>So it is.[^1]</p>\n"


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<p style='position:fixed' onclick='alert(1)'>x</p>",
    "<style>*{display:none}</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!--><script>alert(1)</script-->",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "`</code><script>alert(1)</script>`",
    "```\n</pre><script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "# <script>alert(1)</script>",
    "> <object data=x>",
    "<form action=/sign-out/><button>x</button></form>",
    "<base href='https://evil.example'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "[x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<data:text/html,x>",
    "[^1](javascript:alert(1))",
    "[^1]: javascript:alert(1)",
    "[x[^1]](javascript:alert(1))",
    "<img src='data:image/png;base64,x'>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<" * 2000,
    "[" * 2000,
    "*" * 5000 + "x",
]
FORBIDDEN = (
    "<script", "<img", "<svg", "<iframe", "<style", "<math", "<form", "<button", "<base", "<meta",
    "<object", "<input", 'href="javascript', 'href="data', 'href="vbscript', 'href="file',
)  # fmt: skip


@pytest.mark.parametrize("written", ATTACKS, ids=lambda written: written[:30])
def test_nothing_that_acts_comes_out(written):
    shown = html(f"{written}[^1]", sources=1).lower()
    assert not [tag for tag in FORBIDDEN if tag in shown]
    tags = shown.split("<")[1:]
    assert not [tag for tag in tags if "onerror=" in tag.split(">")[0]]
    assert not [tag for tag in tags if " onmouseover=" in tag.split(">")[0]]
    assert not [tag for tag in tags if " style=" in tag.split(">")[0]]


@pytest.mark.parametrize("address", ["/sign-out/", "//evil.example", "../", "x", "?a=1"])
def test_a_link_never_leads_to_our_own_pages(address):
    assert "href" not in html(f"[x]({address})")


@pytest.mark.parametrize("address", ["HTTPS://a.example/", "http://a.example/", "#source-2"])
def test_a_link_leads_to_other_sites_or_down_the_page(address):
    assert f'href="{address}"' in html(f"[x]({address})")


@pytest.mark.parametrize("piece", ["[", "![", "*a_ ", "> ", "[a](", "<", "`", "- ", "[^1]", "[^"])
def test_no_text_takes_long(piece):
    began = time.thread_time()
    html(piece * (50_000 // len(piece)), sources=9)
    assert time.thread_time() - began < 10
