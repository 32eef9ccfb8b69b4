"""Rules that judge resources, and the IAM engine behind them."""
