"""Change here how every message of the contract is parsed: strict names, nothing unknown."""

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError


class Message(BaseModel):
    """A JSON object of the contract; unknown fields are refused in requests, ignored in answers."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Request(BaseModel):
    """A JSON body sent to the service; a field it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=4000)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_nul(cls, given: object) -> object:
        """Refuse what PostgreSQL cannot store and no person types."""
        if isinstance(given, str) and "\0" in given:
            raise PydanticCustomError("nul_character", "holds a NUL character")
        return given
