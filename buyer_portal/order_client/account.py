"""Change here what a buyer asks about the account: language, theme, devices, deleting it."""

from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.questions import Questions
from buyer_portal.order_contract.account import AccountFacts, DeleteAccount
from buyer_portal.order_contract.paths import segment
from buyer_portal.order_contract.sessions import BuyerChange, Devices, Me


class AccountQuestions(Questions):
    """Who the buyer is, and where."""

    async def me(self) -> Me:
        """Return the buyer, the counters of the tabs and the service's clock."""
        return await self._read(Me, "/v1/me")

    async def change_me(self, change: BuyerChange) -> Me:
        """Save language, time zone or theme.

        Raises:
            InvalidCommandError: One of them does not exist.
        """
        return await self._connection.ask(
            Me, Call("PATCH", "/v1/me", headers=self._headers, body=change, is_repeatable=True)
        )

    async def devices(self) -> Devices:
        """Return the buyer's signed-in sessions, newest first."""
        return await self._read(Devices, "/v1/sessions")

    async def revoke_device(self, key: str) -> None:
        """Sign another device out; one that is already out stays out.

        Raises:
            OrderNotFoundError: Not one of this buyer's sessions.
        """
        await self._connection.tell(
            Call(
                "DELETE", f"/v1/sessions/{segment(key)}", headers=self._headers, is_repeatable=True
            )
        )

    async def account(self) -> AccountFacts:
        """Return what stands in the way of deleting the account."""
        return await self._read(AccountFacts, "/v1/me/account")

    async def delete_account(self, command: DeleteAccount) -> None:
        """Delete the account; every session ends.

        Raises:
            InvalidCommandError: Another name was typed, or something is still open.
        """
        await self._connection.tell(
            Call("POST", "/v1/me/delete", headers=self._headers, body=command)
        )
