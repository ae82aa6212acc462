"""Change here how the portal itself says no over HTTP: RFC 9457, as the order service does."""

from starlette.responses import JSONResponse

from buyer_portal.order_contract.problems import PROBLEM_MEDIA_TYPE, PROBLEM_TYPE_PREFIX


def problem(status: int, code: str, title: str) -> JSONResponse:
    """Return a problem; ``title`` is for developers, pages have their own words."""
    return JSONResponse(
        {"type": f"{PROBLEM_TYPE_PREFIX}{code}", "title": title, "status": status},
        status_code=status,
        media_type=PROBLEM_MEDIA_TYPE,
    )
