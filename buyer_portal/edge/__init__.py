"""Between network and pages: guard, headers, sign-in, forwarding, supervisor."""
