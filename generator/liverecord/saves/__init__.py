"""Changes kept and sent: commits on the person's own branch, made without touching the work tree, pushed, and met with main."""
