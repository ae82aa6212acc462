import base64
import gzip
import hashlib

import brotli
import httpx
import pytest

from buyer_portal.edge.frames import is_frame
from buyer_portal.edge.frontend import (
    FrontendBuildError,
    ReadyFrontend,
    inline_script_hashes,
    prepare,
)
from buyer_portal.edge.headers import SecurityHeaders, page_policy
from buyer_portal.edge.page_files import PortalFiles

ENV = 'var e={PING:`http://localhost:8000/ping`,EVENT:"ws://localhost:8000/_event"};export{e as t};'
PAGE = '<!DOCTYPE html><html lang="en"><head><script>{script}</script></head><body></body></html>'


def source_of(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def asking(app):
    """Return a client of ``app``, in this process."""
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")


@pytest.fixture
def bundle(tmp_path):
    """A small bundle as Reflex leaves it."""
    files = tmp_path / "client"
    for folder in ("assets", "login", "vi/login"):
        (files / folder).mkdir(parents=True)
    (files / "assets/reflex-env-abc.js").write_text(ENV)
    (files / "assets/root-abc.js").write_text("export const long = 1;" * 100)
    (files / "portal.js").write_text("paint()")
    (files / "sw.js").write_text("keep()")
    for name in ("404.html", "login.html", "login/index.html", "vi/login.html"):
        (files / name).write_text(PAGE.format(script=f"let page = {name!r};"))
    return files


@pytest.fixture
def client(bundle, settings):
    hashes = {name: tuple(sources) for name, sources in prepare(bundle).items()}
    app = PortalFiles(
        ReadyFrontend(files=bundle, script_hashes=hashes),
        page_policy=lambda page, sources, in_frame: page_policy(
            settings, sources, page=page, in_frame=in_frame
        ),
        is_frame=lambda host: is_frame(settings, host),
        router=lambda path: "orders/[order_id]" if path.startswith("/orders/") else "404",
        shared_origin=settings.studio_origin,
    )
    return asking(SecurityHeaders(app, settings=settings))


def test_a_bundle_finds_its_backend_wherever_it_is_served(bundle):
    prepare(bundle)

    assert (bundle / "assets/reflex-env-abc.js").read_text() == (
        'var e={PING:(location.origin+"/ping"),'
        'EVENT:(location.origin.replace(/^http/,"ws")+"/_event")};export{e as t};'
    )


@pytest.mark.parametrize("env", ["var e={}", "var e='//localhost:8000/_event/`x'"])
def test_a_bundle_that_reflex_writes_otherwise_is_not_served(bundle, env):
    (bundle / "assets/reflex-env-abc.js").write_text(env)

    with pytest.raises(FrontendBuildError):
        prepare(bundle)


def test_static_pages_state_their_language(bundle):
    prepare(bundle)

    assert '<html lang="vi">' in (bundle / "vi/login.html").read_text()
    assert '<html lang="en">' in (bundle / "login.html").read_text()


def test_files_have_compressed_siblings_with_the_same_content(bundle):
    prepare(bundle)

    content = (bundle / "assets/root-abc.js").read_bytes()
    assert gzip.decompress((bundle / "assets/root-abc.js.gz").read_bytes()) == content
    assert brotli.decompress((bundle / "assets/root-abc.js.br").read_bytes()) == content


def test_each_inline_script_counts_once_and_external_ones_do_not():
    html = (
        '<script>a()</script><script src="/x.js"></script>'
        '<script id="i">a()</script><SCRIPT>\n b </SCRIPT>'
    )

    assert inline_script_hashes(html) == [source_of("a()"), source_of("\n b ")]


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/login", 200, "login.html"),
        ("/login/", 200, "login.html"),
        ("/vi/login", 200, "vi/login.html"),
        ("/orders/0198", 200, "404.html"),
        ("/nothing", 404, "404.html"),
        ("/nothing.png", 404, "404.html"),
    ],
)
async def test_a_page_is_served_with_the_policy_of_its_own_scripts(
    client, settings, path, status, name
):
    answer = await client.get(path)

    assert answer.status_code == status
    policy = page_policy(settings, (source_of(f"let page = {name!r};"),))
    assert answer.headers["content-security-policy"] == policy
    assert answer.headers["cache-control"] == "no-cache"


async def test_frames_have_scripts_from_one_host_that_keeps_them(client, settings):
    frame, studio = settings.frame_origins[6], settings.studio_origin

    script = await client.get(f"{frame}/assets/root-abc.js")
    own = await client.get(f"{frame}/portal.js")
    page = await client.get(f"{frame}/login")
    kept = await client.get(own.headers["location"])

    assert (script.status_code, script.headers["location"]) == (307, f"{studio}/assets/root-abc.js")
    assert own.headers["location"].startswith(f"{studio}/portal.js?v=")
    assert (kept.text, kept.headers["cache-control"]) == (
        "paint()",
        "public, max-age=31536000, immutable",
    )
    for answer in (script, own, kept):
        assert answer.headers["cross-origin-resource-policy"] == "same-site"
        assert answer.headers["access-control-allow-origin"] == "*"
    assert (page.status_code, "location" in page.headers) == (200, False)
    own_script = source_of("let page = 'login.html';")
    policy = page.headers["content-security-policy"]
    assert f"script-src 'self' {own_script} {studio};" in policy


async def test_other_hosts_answer_for_themselves(client, settings):
    for origin in (settings.base_url, settings.studio_origin):
        answer = await client.get(f"{origin}/portal.js")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    worker = await client.get(f"{settings.frame_origins[0]}/sw.js")
    assert worker.status_code == 200  # a worker's script cannot come from elsewhere


async def test_the_service_worker_may_fetch_what_it_keeps(client):
    answer = await client.get("/sw.js")

    assert "connect-src 'self'" in answer.headers["content-security-policy"]


def test_a_policy_lets_no_script_in_that_we_did_not_write(settings):
    policy = page_policy(settings, ("'sha256-x'",))

    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self' 'sha256-x'"
    assert directives["connect-src"].split() == [
        "'self'",
        "ws://localhost:8000",
        "ws://127.0.0.1:8000",
        "ws://studio.portal.localhost:8000",
    ]
    assert directives["frame-ancestors"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert directives["base-uri"] == "'none'"


@pytest.mark.parametrize(
    ("path", "caching"),
    [
        ("/assets/root-abc.js", "public, max-age=31536000, immutable"),
        ("/portal.js", "no-cache"),
    ],
)
async def test_only_hashed_files_are_kept_for_ever(client, path, caching):
    answer = await client.get(path)

    assert answer.headers["cache-control"] == caching
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_a_file_travels_compressed(client, encoding):
    answer = await client.get("/assets/root-abc.js", headers={"accept-encoding": encoding})

    assert answer.headers["content-encoding"] == encoding
    assert answer.text == "export const long = 1;" * 100


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/%00", "/a%5c..%5cb", "/%ff"]
)
async def test_nothing_outside_the_bundle_is_served(client, path):
    assert (await client.get(path)).status_code == 404


async def test_every_answer_has_the_security_headers(client):
    headers = (await client.get("/nothing")).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


async def test_behind_tls_browsers_are_told_to_stay_there(tls_settings):
    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    headers = (await asking(SecurityHeaders(app, settings=tls_settings)).get("/")).headers

    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert headers["cache-control"] == "no-store"


async def test_pages_cannot_be_written(client):
    assert (await client.post("/login")).status_code == 405
