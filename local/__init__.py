"""The laptop run: the real program and the real policy pack, without the Pulumi CLI or AWS."""
