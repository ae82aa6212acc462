"""Change here how every message of the contract is parsed: strict names, nothing unknown."""

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from buyer_portal.json_types import as_stated


class Message(BaseModel):
    """A JSON object of the contract; unknown fields are refused in requests, ignored in answers."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Request(BaseModel):
    """A JSON body sent to the service; a field it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=4000)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_misstated(cls, given: object, info: ValidationInfo) -> object:
        """Refuse other types than stated, and what PostgreSQL cannot store and no person types."""
        given = as_stated(cls, info.field_name or "", given)
        if isinstance(given, str) and "\0" in given:
            raise PydanticCustomError("nul_character", "holds a NUL character")
        return given
