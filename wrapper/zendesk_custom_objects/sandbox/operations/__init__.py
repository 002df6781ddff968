"""The operations of the contract, one module per group of them."""
