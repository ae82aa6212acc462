"""Change here how checks are run and what their outcomes are."""

import time
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from buyer_portal.conformance import checks
from buyer_portal.conformance.exchanges import Asker
from buyer_portal.conformance.findings import FindingError, NotCheckableError
from buyer_portal.conformance.kit import Account, Kit
from buyer_portal.conformance.registry import CHECKS, Area, Check
from buyer_portal.order_contract.probes import Feature, Readiness
from buyer_portal.order_contract.problems import ProblemCode

NO_WORLDS = "needs the testing API, which this service does not offer"


class Verdict(StrEnum):
    """How a check ended."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A promise and what became of it."""

    check: Check
    verdict: Verdict
    seconds: float
    finding: FindingError | None = None
    why_not: str = ""


def checks_of(areas: Collection[Area] = ()) -> Sequence[Check]:
    """Return the checks of some areas, of all when none is named, in the report's order."""
    order = {area: at for at, area in enumerate(Area)}
    known = [one for one in CHECKS if not areas or one.area in areas]
    return sorted(known, key=lambda one: order[one.area])


async def run(
    asker: Asker, accounts: Sequence[Account] = (), areas: Collection[Area] = ()
) -> AsyncIterator[Outcome]:
    """Check one promise after the other; a finding ends its own check alone.

    Raises:
        FindingError: The service does not even say that it is ready, or refuses our token.
    """
    readiness = (await asker.ask("GET", "/readyz", has_token=False)).good(Readiness)
    shown = await asker.ask("GET", "/v1/events")
    is_known = shown.code not in {ProblemCode.FORBIDDEN, ProblemCode.UNAUTHENTICATED}
    shown.must(is_known, "the service token to be right (PORTAL_SERVICE_TOKEN)", shown.status)
    kit = Kit(asker, readiness, accounts)
    for one in checks_of(areas):
        started = time.perf_counter()
        finding, why_not = None, ""
        verdict = Verdict.KEPT
        try:
            if not one.is_reading and Feature.TESTING not in readiness.features:
                raise NotCheckableError(NO_WORLDS)  # noqa: TRY301 - one way out for all of them
            await one.run(kit)
        except FindingError as found:
            verdict, finding = Verdict.BROKEN, found
        except NotCheckableError as reason:
            verdict, why_not = Verdict.NOT_CHECKED, str(reason)
        yield Outcome(one, verdict, time.perf_counter() - started, finding, why_not)


__all__ = ["Outcome", "Verdict", "checks", "checks_of", "run"]
