"""Reusable components: each keeps AWS's practice for one service, so that its user need not."""
