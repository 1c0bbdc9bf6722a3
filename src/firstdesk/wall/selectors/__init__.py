"""Questions of the wall."""
