"""The code generator: the low level from the contract, the sync client from the async one."""
