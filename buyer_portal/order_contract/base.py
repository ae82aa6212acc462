"""Change here how every message of the contract is parsed: strict names, nothing unknown."""

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """A JSON object of the contract; unknown fields are refused in requests, ignored in answers."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Request(BaseModel):
    """A JSON body sent to the service; a field it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=4000)
