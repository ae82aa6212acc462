"""Change here which sellers have to agree in these tests."""

REQUEST_POLICY = {"sellers": [{"key": "seller", "preset": "until-shipped"}]}
