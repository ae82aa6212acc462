"""Change here what a buyer asks about their standing: strikes, and appeals against them."""

from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.standing import AppealStrike, StandingAnswer, StrikeAnswer


class StandingQuestions(Questions):
    """What refused deliveries left behind."""

    async def standing(self) -> StandingAnswer:
        """Return the buyer's strikes and what they take away."""
        return await self._read(StandingAnswer, "/v1/standing")

    async def appeal_strike(self, strike_id: str, command: AppealStrike, key: str) -> StrikeAnswer:
        """Ask support to remove a strike.

        Raises:
            NotAppealableError: Appealed against before, too late, or over.
            CommandExpiredError: A late replay.
            OrderNotFoundError: No such strike of this buyer.
        """
        return await self._command(
            StrikeAnswer, f"/v1/standing/strikes/{segment(strike_id)}/appeal", command, key
        )
